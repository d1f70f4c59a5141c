"""What is special about Vietnamese text: folding, syllables, sentences, times, prefixes."""
