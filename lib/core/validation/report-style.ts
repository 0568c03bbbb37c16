import { Html } from "@/lib/core/validation/html";

/** The report's own look: light and dark, narrow and wide, and on paper. */
export const REPORT_STYLE = new Html(`
:root{color-scheme:light dark;--bg:light-dark(#fff,#12161d);--ink:light-dark(#1d2330,#e8eaee);--mut:light-dark(#576070,#a3acba);--line:light-dark(#dcd8cf,#323b4a);--soft:light-dark(#f5f3ee,#191f29);--accent:light-dark(#0b5c6b,#5cc0cf);--bad:light-dark(#a3221b,#ff9d92);--bad-bg:light-dark(#fdecea,#331a1a);--warn:light-dark(#714c00,#f0cf87);--warn-bg:light-dark(#fdf3dc,#2c2616);--other:light-dark(#a62c92,#d65ad6)}
*{box-sizing:border-box}
body{margin:0 auto;max-width:52rem;padding:1.5rem 1.25rem 4rem;background:var(--bg);color:var(--ink);font:0.9375rem/1.5 system-ui,"DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.1875rem;margin:2rem 0 .5rem;border-top:1px solid var(--line);padding-top:1rem}h3{font-size:1rem;margin:1.25rem 0 .25rem}
p,ul{margin:.375rem 0;max-width:68ch}.mut,caption,text{color:var(--mut);fill:var(--mut)}
.verdict{border:2px solid var(--accent);border-radius:.75rem;padding:.875rem 1rem;margin:1rem 0}.verdict h2{border:0;margin:0;padding:0;font-size:1.25rem}
.verdict.do-not-use-here{border-color:var(--bad);background:var(--bad-bg);color:var(--bad)}.verdict.too-few{border-color:var(--warn);background:var(--warn-bg);color:var(--warn)}
.simulated{background:var(--warn-bg);color:var(--warn);border-radius:.5rem;padding:.5rem .75rem;font-weight:600}
.scroll{overflow-x:auto;margin:.75rem 0}table{border-collapse:collapse;width:100%;font-size:.875rem}caption{text-align:left;padding-bottom:.25rem}
th,td{border-bottom:1px solid var(--line);padding:.25rem .625rem .25rem 0;text-align:right;vertical-align:top}th:first-child{text-align:left}th{font-weight:600}tbody th{font-weight:400}thead th{vertical-align:bottom}
table.words td,table.words th{text-align:left}
dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.25rem 1rem;margin:.75rem 0}dt{color:var(--mut)}dd{margin:0}
figure{margin:1rem 0}svg{display:block;width:100%;max-width:40rem;height:auto}svg text{font-size:12px}
.grid{stroke:var(--line)}.axis{stroke:var(--mut)}.ideal{stroke:var(--mut);stroke-dasharray:5 4}.spread{stroke:var(--accent);stroke-width:1.5}.mark{fill:var(--accent)}.range{fill:var(--soft)}
.line{fill:none;stroke-width:1.75;stroke:var(--mut)}.line.model{stroke:var(--accent);stroke-width:2.75}.line.lace{stroke:var(--other);stroke-dasharray:7 3}.line.hospital5{stroke:var(--ink);stroke-dasharray:2 3}.line.hospital7{stroke:var(--ink);stroke-dasharray:8 3 2 3}.line.everyone{stroke-dasharray:12 4}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}.legend li{display:flex;align-items:center;gap:.5rem}.legend svg{width:2.5rem}
@media print{:root{color-scheme:light}body{max-width:none;padding:0;font-size:10pt}.verdict,.simulated{background:none;border:1.5pt solid currentColor}tr,svg,figure{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}}
@media (forced-colors:active){.line,.spread,.axis,.ideal{stroke:CanvasText}.mark{fill:CanvasText}}
`);
