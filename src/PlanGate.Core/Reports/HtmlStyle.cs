namespace PlanGate.Reports;

/// <summary>The style sheet of the page: a phone first, dark where the reader's system is dark, and plain on paper.</summary>
internal static class HtmlStyle
{
    public const string Sheet = """

        :root { --ground: #f6f8fa; --sheet: #fff; --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; --red: #b3101f; --red-sheet: #ffebe9; --green: #116329; --green-sheet: #dafbe1; --amber: #7d4e00; --amber-sheet: #fff8c5; --blue: #0550ae; --blue-sheet: #ddf4ff }
        @media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --sheet: #161b22; --ink: #e6edf3; --faint: #9da7b3; --line: #3d444d; --red: #ff9a92; --red-sheet: #4d1519; --green: #6fdd8b; --green-sheet: #0f3a1d; --amber: #f0c76a; --amber-sheet: #3d2b00; --blue: #8cc4ff; --blue-sheet: #0c2d57 } }
        * { box-sizing: border-box }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere }
        header, main, footer { max-width: 860px; margin: 0 auto; padding: 16px }
        header { margin-top: 16px; border-radius: 8px; border-left: 8px solid; background: var(--red-sheet); border-color: var(--red) }
        header.pass { background: var(--green-sheet); border-color: var(--green) }
        header.error { background: var(--amber-sheet); border-color: var(--amber) }
        header p { margin: 4px 0; font-size: 14px }
        header .word { font-size: 14px; font-weight: 700; letter-spacing: .06em; text-transform: uppercase; color: var(--red) }
        header.pass .word { color: var(--green) }
        header.error .word { color: var(--amber) }
        h1 { margin: 0; font-size: 24px; line-height: 1.3 }
        h2 { margin: 24px 0 8px; font-size: 18px }
        h3 { margin: 0; font-size: 16px; line-height: 1.4 }
        article, section > ul, section > dl, section > svg { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: 16px; margin: 0 0 12px }
        article { border-left: 4px solid var(--red) }
        code { font: .875em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace }
        h3 code { font-weight: 600 }
        .hash, .faint, footer { color: var(--faint); font-size: 13px }
        .tags { margin: 8px 0 }
        .tags span { display: inline-block; border: 1px solid var(--line); border-radius: 999px; padding: 0 10px; margin: 0 4px 4px 0; font-size: 13px; color: var(--faint) }
        .tags .action, .tags .production, .tags .hard { border-color: var(--red); color: var(--red) }
        .tags .action { background: var(--red-sheet); font-weight: 700 }
        .tags .approved { border-color: var(--green); color: var(--green) }
        dl { margin: 0; display: grid; grid-template-columns: 6.5em 1fr; gap: 6px 12px }
        dt { color: var(--faint); font-size: 14px }
        dd { margin: 0 }
        section > ul { padding-left: 32px }
        li { margin: 4px 0 }
        details { margin-top: 8px }
        summary { cursor: pointer; color: var(--blue) }
        section > details { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px }
        .names { padding-left: 20px; margin: 8px 0 0 }
        .code { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; margin: 8px 0 }
        svg { display: block; width: 100%; height: auto }
        svg .box { fill: var(--red-sheet); stroke: var(--red) }
        svg .copy { fill: var(--amber-sheet); stroke: var(--amber) }
        svg .inside { stroke-dasharray: 4 }
        svg .protection { fill: var(--blue-sheet); stroke: var(--blue) }
        svg .more { fill: none; stroke: var(--line) }
        svg path { fill: none; stroke: var(--faint) }
        svg text { fill: var(--ink); font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace }
        svg .small { fill: var(--faint); font: 11px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif }
        @media (max-width: 520px) { header { border-radius: 0; margin-top: 0 } h1 { font-size: 20px } dl { grid-template-columns: 1fr; gap: 0 } dd { margin-bottom: 8px } article, section > ul, section > dl { padding: 12px } section > ul { padding-left: 28px } section > svg { padding: 8px } }
        @media print { :root { --ground: #fff; --sheet: #fff; --ink: #000; --faint: #444; --line: #999; --red: #900; --red-sheet: #fff; --green: #063; --green-sheet: #fff; --amber: #630; --amber-sheet: #fff; --blue: #036; --blue-sheet: #fff } body { font-size: 11pt } header, main, footer { max-width: none; padding: 8px 0 } header { padding-left: 12px } article { break-inside: avoid } details::details-content { content-visibility: visible; display: block } summary { list-style: none } }

        """;
}
