"""The invented estate litwareinc.com as data, the ways PowerShell writes it, and faults that change one thing in it.

    estate = healthy()
    broken = FAULTS["a_front_end_signs_with_another_certificate"].change(estate)
    print(format_list(broken["Get-CsOAuthConfiguration"], Style(culture="zh-TW", width=80)))

Property sets, their order and the .NET type names follow the public documentation and Microsoft's published test
exports; all values are invented.
"""
