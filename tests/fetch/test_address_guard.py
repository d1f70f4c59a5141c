# ruff: noqa: E501 - samples stand in one line, as publishers send them
"""Nothing but the open internet is asked, whatever an address looks like or a name resolves to."""

import contextlib
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.errors import AddressRefused, FetchError
from digests.fetch import Fetched, Fetcher, FetchSettings
from digests.fetch.addresses import check_url, is_public, literal_address, without_secrets
from tests.fetch.conftest import Names, Site
from tools.fuzz_addresses import judged

GUARDED = FetchSettings(host_pause=0.0, timeout=3.0)
REFUSED = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://017700000001/", "http://127.0.0.1./",
    "http://0/", "http://0.0.0.0/", "http://10.0.0.1/", "http://172.16.5.5/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://192.0.2.1/",
    "http://198.18.0.1/", "http://198.51.100.7/", "http://203.0.113.9/", "http://224.0.0.1/", "http://240.0.0.1/", "http://255.255.255.255/", "http://[::1]/", "http://[::]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::127.0.0.1]/", "http://[2002:7f00:1::]/", "http://[fe80::1]/", "http://[fc00::1]/",
    "http://[fd12::1]/", "http://[ff02::1]/", "http://[2001:db8::1]/", "http://[2001:0:7f00:1::]/", "http://localhost/", "http://LOCALHOST./", "http://a.localhost/", "http://may.local/", "http://db.internal/",
    "https://1.1.1.1:22/", "https://1.1.1.1:6379/", "https://1.1.1.1:25/", "https://1.1.1.1:0/", "ftp://1.1.1.1/", "gopher://1.1.1.1/", "file:///etc/passwd", "data:text/xml,<rss/>", "//1.1.1.1/", "http:1.1.1.1",
    "http://256.256.256.256/", "http://1.2.3.4.5.6.7.8/", "http://\uff11\uff12\uff17.0.0.1/", "http://127.0.0.1%2f@1.1.1.1:81/", "http://1.1.1.1\\@127.0.0.1/", "http://exa mple.com/",
]  # fmt: skip


DISGUISED = [
    "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://127．0．0．1/", "http://¹/", "http://²¹³⁰⁷⁰⁶⁴³³/",
    "http://⑯⑨.254.169.254/", "http://12\u00ad7.0.0.1/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "http://db。internal/",
]  # fmt: skip


@pytest.mark.parametrize("url", DISGUISED)
def test_numbers_in_other_letters_are_judged_as_numbers(url: str) -> None:
    """Resolvers read them so; the judge does too, whoever connects afterwards."""
    with pytest.raises(AddressRefused):
        check_url(url, GUARDED)


@pytest.mark.parametrize("url", REFUSED)
async def test_what_is_not_on_the_open_internet_is_refused(url: str) -> None:
    """No spelling of a private address, no odd port and no other scheme gets through."""
    async with Fetcher(GUARDED, resolver=Names({})) as asking:
        with pytest.raises(AddressRefused):
            await asking.get(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://1.1.1.1/",
        "https://8.8.8.8:8443/x",
        "http://[2606:4700::1111]/",
        "https://bao.example/",
        "https://báo.example/rss",
        "http://a.b.c.example:8080/?u=http://127.0.0.1/",
    ],
)
def test_what_is_on_the_open_internet_is_not(url: str) -> None:
    """Public addresses and names pass; names are judged by what they resolve to."""
    host, port = check_url(url, GUARDED)
    assert host
    assert port in GUARDED.ports


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "::1", "::ffff:10.0.0.1", "169.254.169.254", "fd00::1"]
)
async def test_a_name_is_judged_by_its_addresses(address: str) -> None:
    """A name that resolves to a private address is refused, without a connection."""
    async with Fetcher(GUARDED, resolver=Names({"bao.example": [address]})) as asking:
        with pytest.raises(AddressRefused, match=r"bao\.example"):
            await asking.get("http://bao.example/rss")


async def test_a_name_that_changes_its_mind_gains_nothing(site: Site) -> None:
    """The addresses that were judged are those connected to: the name is not asked again."""
    names = Names({"bao.example": ["192.0.2.1", "127.0.0.1"]})
    async with Fetcher(GUARDED, resolver=names) as asking:
        for _ in range(3):
            with pytest.raises(FetchError):
                await asking.get(f"http://bao.example:{site.port}/")
    assert site.asked == []


async def test_every_redirect_is_judged(site: Site) -> None:
    """A way that begins well and leads inside ends before it."""
    site.says("/vao", status=302, Location=f"http://trong.example:{site.port}/bi-mat")
    site.says("/so", status=302, Location="http://2130706433/")
    site.says("/tep", status=302, Location="file:///etc/passwd")
    names = Names({"trong.example": ["127.0.0.1"]})
    settings = FetchSettings(
        host_pause=0.0, ports=frozenset({80, site.port}), proxy=site.url().rstrip("/")
    )
    async with Fetcher(settings, resolver=names) as asking:
        for path in ("/so", "/tep"):
            with pytest.raises(AddressRefused):
                await asking.get(f"http://1.1.1.1:{site.port}{path}")
    assert [request.path for request in site.asked] == ["/so", "/tep"]


async def test_loopback_is_let_in_only_when_it_is_allowed(site: Site) -> None:
    """The setting of the playground and of tests lets loopback in, by number and by name."""
    site.says("/rss", b"ok")
    async with Fetcher(
        FetchSettings(allow_private=True, host_pause=0.0),
        resolver=Names({"bao.example": ["127.0.0.1"]}),
    ) as asking:
        for host in ("127.0.0.1", "bao.example"):
            assert isinstance(await asking.get(site.url("/rss", host)), Fetched)
        with pytest.raises(AddressRefused):
            await asking.get("file:///etc/passwd")


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{0}", "0x{0:x}", "0{0:o}"]))
def test_any_number_is_the_address_that_it_spells(number: int, spelling: str) -> None:
    """Decimal, hexadecimal and octal spellings are seen through."""
    assert literal_address(spelling.format(number)) == str(ipaddress.IPv4Address(number))


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_judged_too(ip: ipaddress.IPv4Address) -> None:
    """IPv6 around a private IPv4 address is no way in."""
    inside = int(ip)
    wrapped = [
        ipaddress.IPv6Address(0xFFFF_0000_0000 | inside),
        ipaddress.IPv6Address((0x64FF9B << 96) | inside),
        ipaddress.IPv6Address((0x2002 << 112) | (inside << 80)),
    ]
    for address in wrapped:
        assert not is_public(str(address)) or is_public(str(ip))


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    """Judging raises nothing but our own error."""
    for url in (text, f"http://{text}/", f"https://bao.example{text}"):
        with contextlib.suppress(AddressRefused):
            assert check_url(url, GUARDED)[0]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a:b@bao.example/rss", "https://bao.example/rss"), ("https://bao.example/rss?token=x&n=1", "https://bao.example/rss?token=***&n=1"),
        ("https://bao.example/?api_key=1&key=2&sig=3&trang=4", "https://bao.example/?api_key=***&key=***&sig=***&trang=4"), ("http://a:b@[::1/", "http://[::1/"),
    ],
)  # fmt: skip
def test_an_address_is_shown_without_its_secrets(url: str, shown: str) -> None:
    """Users, passwords and keys are left out of what people see."""
    assert without_secrets(url) == shown


async def test_a_proxy_does_not_open_what_is_inside(site: Site) -> None:
    """A name is judged here as well before a proxy resolves it; one that only the proxy knows passes."""
    site.says("/rss", b"tu proxy")
    names = Names({"trong.example": ["10.0.0.1"]})
    settings = FetchSettings(host_pause=0.0, proxy=site.url().rstrip("/"))
    async with Fetcher(settings, resolver=names) as asking:
        with pytest.raises(AddressRefused):
            await asking.get("http://trong.example/rss")
        assert site.asked == []
        assert isinstance(await asking.get("http://chi-proxy-biet.example/rss"), Fetched)


@given(st.text(alphabet="0123456789abcdefx.:[]@%-/", max_size=40) | st.text(max_size=30))
def test_what_is_let_through_is_public_as_the_system_reads_it_too(text: str) -> None:
    """Whatever spelling the system's resolver knows besides those that we know."""
    judged(text.encode("utf-8", "ignore"))
