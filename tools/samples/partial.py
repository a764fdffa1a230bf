"""The partial sample: what a first ticket looks like."""

from __future__ import annotations

from estate.litware import healthy
from estate.printing import EXCHANGE_PROMPT, LYNC_PROMPT, Style, console, encoded, format_list

from samples.readme import Sample

SHELL = Style(limit=4)
ABOUT = """
# partial

A first ticket: "Lync does not find Exchange", and three small pastes from the consoles. Little can be told from them;
the program says what to ask the customer for.

    analyzer check sample_exports/partial
"""


def sample() -> Sample:
    """The sample with its files."""
    estate = healthy()
    oauth = estate["Get-CsOAuthConfiguration"]
    certificate = estate["Get-CsCertificate_lyncfe01"]
    issuer = estate.with_objects("Get-CsCertificate_lyncfe01", certificate.objects[3:])["Get-CsCertificate_lyncfe01"]
    shown = ("Subject", "Thumbprint", "Use", "SourceScope")
    uris = ("Name", "AutoDiscoverServiceInternalUri")
    steps = {
        "1 oauth.txt": (LYNC_PROMPT, [("Get-CsOAuthConfiguration", format_list(oauth, SHELL))]),
        "2 certificate.txt": (
            LYNC_PROMPT,
            [(f"Get-CsCertificate -Type OAuthTokenIssuer | fl {','.join(shown)}", format_list(issuer, SHELL, *shown))],
        ),
        "3 exchange.txt": (
            EXCHANGE_PROMPT,
            [
                (
                    f"Get-ClientAccessServer | Select-Object {', '.join(uris)} | Format-List",
                    format_list(estate["Get-ClientAccessServer"], SHELL, *uris),
                )
            ],
        ),
    }
    files = {name: encoded(console(pasted, prompt), "utf-8") for name, (prompt, pasted) in steps.items()}
    return Sample("partial", files, ABOUT, open=[("*", "*", "three commands show little")])
