"""What Exchange publishes (F9 to F13) and where Lync looks for it (F14, F15, F17)."""

from __future__ import annotations

from . import estate as e
from .case import HOST, MAIL_XML, XML, Truth, truth

REDMOND = {"Site": "litwareinc.com/Configuration/Sites/Redmond"}


LONDON = {"Site": "litwareinc.com/Configuration/Sites/London"}


SPAIN = e.exchange_servers(e.exchange_server(e.EX01, **REDMOND), e.exchange_server(e.EX02, **LONDON))


ONE_SITE = e.exchange_servers(e.exchange_server(e.EX01, **REDMOND), e.exchange_server(e.EX02, **REDMOND))


PUBLISHED = (
    truth(
        "two-sites",
        "servers of different sites may publish different URIs",
        "F13 pass, F11 pass, F12 pass",
        SPAIN,
        e.uris(EXCH01=XML, EXCH02=MAIL_XML),
    ),
    truth("one-site", "servers of one site publish one URI", "F13 fail", ONE_SITE, e.uris(EXCH01=XML, EXCH02=MAIL_XML)),
    truth("sites-not-told", "they may be of one site or of two", "F13 unknown", e.uris(EXCH01=XML, EXCH02=MAIL_XML)),
    truth(
        "same-but-for-case",
        "hosts have no case, and IIS paths neither",
        "F13 pass, F12 pass",
        ONE_SITE,
        e.uris(EXCH01=XML, EXCH02="https://AutoDiscover.litwareinc.com/AutoDiscover/AutoDiscover.xml"),
    ),
    truth(
        "with-the-port",
        "443 is what https uses",
        "F12 pass",
        e.uris(EXCH01="https://autodiscover.litwareinc.com:443/autodiscover/autodiscover.xml"),
    ),
    truth("another-host", "the host may differ", "F12 pass, F11 pass", e.uris(EXCH01=MAIL_XML)),
    truth("names-svc", "Exchange publishes autodiscover.xml", "F12 fail", e.uris(EXCH01=XML.replace(".xml", ".svc"))),
    truth("no-https", "it must be https", "F12 fail", e.uris(EXCH01=XML.replace("https", "http"))),
    truth(
        "blank-on-one", "blank on any server", "F11 fail, F9 fail", e.exchange_servers(), e.uris(EXCH01=XML, EXCH02="")
    ),
    truth(
        "edge-publishes-none",
        "Edge Transport has no client access",
        "F11 pass",
        e.exchange_servers(e.exchange_server(e.EX01), e.exchange_server("edge01.litwareinc.com", "Edge")),
        e.uris(EXCH01=XML),
    ),
    truth(
        "mailbox-only-publishes-none",
        "an Exchange 2013 server without client access publishes nothing",
        "F11 pass",
        e.exchange_servers(e.exchange_server(e.EX01), e.exchange_server(e.EX02, "Mailbox")),
        e.uris(EXCH01=XML),
    ),
    truth(
        "one-server-asked-for",
        "exch02 was not asked for",
        "F11 unknown",
        e.exchange_servers(),
        e.console(
            e.EX01,
            "Get-ClientAccessServer exch01 | fl Name, AutoDiscoverServiceInternalUri",
            {"Name": "EXCH01", "AutoDiscoverServiceInternalUri": XML},
        ),
    ),
    truth(
        "another-property-only",
        "the URI was not exported",
        "F11 unknown",
        e.console(
            e.EX01,
            "Get-ClientAccessServer | fl Name, OutlookAnywhereEnabled",
            {"Name": "EXCH01", "OutlookAnywhereEnabled": "True"},
        ),
    ),
    truth(
        "cut-by-a-table",
        "what the cut end says is not known; that there is a URI is",
        "F11 pass, F12 unknown, F13 unknown",
        ONE_SITE,
        f"[{e.EX01}]: PS C:\\> Get-ClientAccessServer | Format-Table Name, AutoDiscoverServiceInternalUri\n\n"
        "Name   AutoDiscoverServiceInternalUri\n----   ------------------------------\n"
        "EXCH01 https://autodiscover.litwareinc.com/autodis...\n"
        f"EXCH02 https://autodiscover.litwareinc.com/autodis...\n\n\n[{e.EX01}]: PS C:\\> \n",
    ),
)


POINTED = (
    truth("url-not-exported", "the property was left out", "F14 unknown", e.oauth(None)),
    truth("url-blank", "Lync does not know where Exchange is", "F14 fail", e.oauth("")),
    truth(
        "url-in-upper-case",
        "the path has no case",
        "F14 pass, F15 pass",
        e.oauth(f"https://{HOST}/Autodiscover/Autodiscover.SVC"),
    ),
    truth("url-names-xml", "autodiscover.svc, not autodiscover.xml", "F15 fail", e.oauth(XML)),
    truth(
        "url-with-a-quote",
        "the published example lacks its closing quote",
        "F15 fail",
        e.oauth(f'https://{HOST}/autodiscover/autodiscover.svc"'),
    ),
    truth(
        "url-without-https",
        "tokens travel over https",
        "F15 fail",
        e.oauth(f"http://{HOST}/autodiscover/autodiscover.svc"),
    ),
    truth(
        "url-by-address",
        "an address is no name, and the URL is well formed",
        "F15 pass",
        e.oauth("https://10.10.1.11/autodiscover/autodiscover.svc"),
    ),
    truth(
        "one-configuration-twice", "two exports of the one configuration", "F17 pass, F14 pass", e.oauth(), e.oauth()
    ),
    truth(
        "two-configurations-without-identity",
        "one command printed two objects: whatever they are called, there is one too many",
        "F17 fail",
        e.console(
            "", "Get-CsOAuthConfiguration | fl Realm, ServiceName", *({"Realm": r, "ServiceName": "x"} for r in "ab")
        ),
    ),
    truth(
        "one-configuration-without-identity",
        "one object without its Identity may be another than the global one",
        "F17 unknown",
        e.console("", "Get-CsOAuthConfiguration | fl Realm, ServiceName", {"Realm": "a", "ServiceName": "x"}),
    ),
    truth(
        "two-configurations",
        "there is only one, global",
        "F17 fail",
        e.console(
            "",
            "Get-CsOAuthConfiguration",
            {
                "Identity": "Global",
                "ServiceName": "00000004-0000-0ff1-ce00-000000000000",
                "ExchangeAutodiscoverUrl": "",
            },
            {
                "Identity": "Site:Redmond",
                "ServiceName": "00000004-0000-0ff1-ce00-000000000000",
                "ExchangeAutodiscoverUrl": "",
            },
        ),
    ),
    truth(
        "two-exports-contradict",
        "one of them is old, and nothing tells which",
        "F14 unknown",
        e.oauth(),
        e.oauth(""),
    ),
)


URLS = (
    truth(
        "en-dash-in-the-url",
        "an en dash came with the paste",
        "F15 fail",
        e.oauth(f"https://{HOST}/autodiscover/autodiscover.svc–"),
    ),
    truth(
        "url-cut-by-a-table",
        "what the cut end says is not known",
        "F14 pass, F15 unknown",
        "PS C:\\> Get-CsOAuthConfiguration | Format-Table Identity, ExchangeAutodiscoverUrl\n\n"
        "Identity ExchangeAutodiscoverUrl\n-------- -----------------------\n"
        "Global   https://autodiscover.litwareinc.com/autodis...\n\n\nPS C:\\> \n",
    ),
    truth(
        "two-global-ones-in-one-output",
        "one output with two objects is mixed",
        "F17 fail",
        e.console(
            "",
            "Get-CsOAuthConfiguration",
            *[
                {
                    "Identity": "Global",
                    "ServiceName": "00000004-0000-0ff1-ce00-000000000000",
                    "ExchangeAutodiscoverUrl": "",
                }
            ]
            * 2,
        ),
    ),
)


def uris_only(*uris: str) -> str:
    """The Autodiscover URIs without the servers' names."""
    records = [{"AutoDiscoverServiceInternalUri": uri} for uri in uris]
    return e.console(e.EX01, "Get-ClientAccessServer | fl AutoDiscoverServiceInternalUri", *records)


FORMS = (
    truth(
        "one-site-with-and-without-the-port",
        "443 is the port of https: both are one URI",
        "F13 pass",
        ONE_SITE,
        e.uris(EXCH01=XML, EXCH02="https://autodiscover.litwareinc.com:443/autodiscover/autodiscover.xml"),
    ),
    truth(
        "one-site-with-another-port",
        "8443 is another",
        "F13 fail",
        ONE_SITE,
        e.uris(EXCH01=XML, EXCH02="https://autodiscover.litwareinc.com:8443/autodiscover/autodiscover.xml"),
    ),
    truth("blank-without-a-name", "blank on any server, whichever it is", "F11 fail", uris_only(XML, "")),
    truth("svc-without-a-name", "whichever server it is", "F12 fail, F11 unknown", uris_only(XML[:-3] + "svc")),
    truth("set-without-a-name", "of which servers is not known", "F11 unknown", e.exchange_servers(), uris_only(XML)),
)

CASES: tuple[Truth, ...] = (*PUBLISHED, *POINTED, *URLS, *FORMS)
