/// The look of the HTML report: light and dark, from 320 pixels on, and whole on paper.
///
/// Colours keep a contrast of 4.5 to 1 on their ground. The policy of the page names this text by its hash, so no
/// other style applies: a test computes it anew.
enum Stylesheet {
  /// `'sha256-…'` of `text`, for the policy.
  static let hash = "sha256-JIzolPJZUncjM3swX4i0SlZkORh1qN7x+BWTk8R1ceU="

  static let text: StaticString = """

    :root{color-scheme:light dark;--bg:#fff;--soft:#f3f5f7;--line:#d5dae0;--text:#1b1f24;--dim:#57606a;
    --bad:#a8201a;--warn:#7d4e00;--good:#186a36;--link:#0b57d0;
    --free:#dfe6ec;--total:#b9d2ee;--used:#1f6fb5;--cool:#7a5bb8;--event:#c0392b;--gap:#9aa3ac;
    --c-reserved:#737b84;--c-primary:#0a4f8a;--c-pods:#2f86d1;--c-warm:#9ccaf2;--c-branch:#5b3fa0;
    --c-leaked:#d62f26;--c-balancer:#e08a1e;--c-lambda:#b3aa2a;--c-rds:#2a9d8f;--c-endpoint:#0d7a52;
    --c-nat:#c75f9b;--c-control:#6a4a2f;--c-reservation:#c9b28a;--c-other:#86708f}
    @media (prefers-color-scheme:dark){:root{--bg:#12161a;--soft:#1c2228;--line:#39424b;--text:#e7eaed;--dim:#a6b0b9;
    --bad:#ff8f86;--warn:#f0b654;--good:#74d391;--link:#8ab8ff;
    --free:#2b343c;--total:#2c4a68;--used:#5aa7ea;--cool:#a98ee8;--event:#ff7b6e;--gap:#6c7681;
    --c-reserved:#56616c;--c-primary:#3d7fc0;--c-pods:#5aa7ea;--c-warm:#b8dcfa;--c-branch:#9a7fe0;
    --c-leaked:#ff5b50;--c-balancer:#f0a544;--c-lambda:#d6cc4a;--c-rds:#4fc4b5;--c-endpoint:#2fae7c;
    --c-nat:#e58fc0;--c-control:#b08a66;--c-reservation:#e0cda6;--c-other:#a08fb5}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0 auto;max-width:66rem;padding:1rem;background:var(--bg);color:var(--text);
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
    h1,h2,h3{line-height:1.25;margin:0;text-wrap:balance}h1{font-size:1.6rem}h2{font-size:1.2rem;margin-bottom:.6rem}
    h3{font-size:1rem}
    p{margin:.4rem 0}ul,ol{margin:.3rem 0;padding-left:1.3rem}li{margin:.25rem 0}dl{margin:0}dd{margin:0}
    section{margin:2rem 0 0;scroll-margin-top:1rem}
    code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.875em}
    code,pre,td,dd,summary,li,p{unicode-bidi:isolate}
    pre{margin:.4rem 0;padding:.6rem .75rem;background:var(--soft);border:1px solid var(--line);border-radius:6px;
    white-space:pre-wrap;overflow-wrap:anywhere}
    pre.command{-webkit-user-select:all;user-select:all;border-left:3px solid var(--link)}
    a{color:var(--link)}.dim{color:var(--dim)}.bad{color:var(--bad)}.warn{color:var(--warn)}.good{color:var(--good)}
    header,footer{color:var(--dim);font-size:.875rem}header{display:flex;flex-wrap:wrap;gap:.2rem 1rem}
    .skip{position:absolute;left:-99rem}.skip:focus{position:static}
    .verdict{margin-top:.8rem;padding:1rem 1.1rem;background:var(--soft);border:1px solid var(--line);
    border-left:6px solid var(--dim);border-radius:8px}
    .verdict.is-bad{border-left-color:var(--bad)}.verdict.is-warn{border-left-color:var(--warn)}
    .verdict.is-good{border-left-color:var(--good)}
    .claim{font-size:.95rem;color:var(--dim)}.because{font-size:1.1rem}
    .facts{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.25rem .9rem;margin-top:.7rem}
    .facts dt{color:var(--dim)}
    nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;padding:0;margin:.9rem 0 0;font-size:.9rem}
    nav li{margin:0}nav a{display:inline-block;padding:.15rem 0}
    .walk{list-style:none;padding:0}.walk>li{display:grid;grid-template-columns:1.4rem 11rem 8.5rem 1fr;gap:0 .7rem;
    padding:.45rem 0;border-top:1px solid var(--line);margin:0}
    .walk .number{color:var(--dim)}.walk>li>pre{grid-column:2/-1}
    details{border:1px solid var(--line);border-radius:6px;margin:.45rem 0;background:var(--bg)}
    summary{cursor:pointer;padding:.45rem .7rem}summary code{font-weight:600}details>*:not(summary){margin-left:.7rem;
    margin-right:.7rem}
    .place{display:inline-block;margin-right:.8rem}
    .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;color:var(--dim);padding-bottom:.3rem}
    th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-top:1px solid var(--line)}
    thead th{border-top:0;color:var(--dim);font-weight:600}td.n,th.n{text-align:right}
    td.bar{width:30%;min-width:7rem}tbody th{font-weight:400}table{overflow-wrap:break-word}
    tbody th code,tbody th .dim{white-space:nowrap}tbody th .dim{display:block;font-size:.8rem}
    .remedies{padding-left:0;list-style:none}.remedies>li{padding:.9rem 0;border-top:1px solid var(--line);margin:0}
    svg{display:block;width:100%;background:var(--soft);border-radius:3px}
    svg.pool{height:84px}svg.strip{height:22px}svg.ledger{height:26px}svg.bar{height:16px}
    svg.rows-2{height:48px}svg.rows-4{height:88px}svg.rows-8{height:160px}svg.rows-16{height:256px}svg.rows-64{height:512px}
    figure{margin:.8rem 0 1.4rem}figcaption{margin-bottom:.4rem}
    .lane{display:grid;grid-template-columns:11rem 1fr;gap:.25rem .8rem;align-items:center;font-size:.875rem}
    .lane .label{color:var(--dim)}
    .axis{display:flex;justify-content:space-between;gap:1rem;color:var(--dim);grid-column:2;
    font-variant-numeric:tabular-nums}
    .legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;padding:0;font-size:.875rem}
    .legend li{display:flex;align-items:center;gap:.4rem;margin:0}
    svg.key{display:inline-block;flex:none;width:14px;height:14px;border:1px solid var(--line)}
    .f-total{fill:var(--total)}.f-used{fill:var(--used)}.f-cool{fill:var(--cool)}.f-event{fill:var(--event)}
    .f-hold{fill:var(--warn)}.f-start{fill:var(--good)}.f-eni{fill:var(--dim)}.f-gap{fill:var(--gap);fill-opacity:.55}
    .f-free{fill:var(--free)}.f-reserved{fill:var(--c-reserved)}.f-primary{fill:var(--c-primary)}.f-pods{fill:var(--c-pods)}
    .f-warm{fill:var(--c-warm)}.f-branch{fill:var(--c-branch)}.f-leaked{fill:var(--c-leaked)}
    .f-balancer{fill:var(--c-balancer)}.f-lambda{fill:var(--c-lambda)}.f-rds{fill:var(--c-rds)}
    .f-endpoint{fill:var(--c-endpoint)}.f-nat{fill:var(--c-nat)}.f-control{fill:var(--c-control)}
    .f-reservation{fill:var(--c-reservation)}.f-other{fill:var(--c-other)}
    .f-h1,.f-h2,.f-h3,.f-h4{fill:var(--event)}.f-h1{fill-opacity:.3}.f-h2{fill-opacity:.5}.f-h3{fill-opacity:.75}
    td.heat{width:55%;min-width:16rem}td.heat svg{height:22px}
    .grid{stroke:var(--bg);stroke-width:1;vector-effect:non-scaling-stroke;fill:none}
    .open28{stroke:var(--good);stroke-width:2;vector-effect:non-scaling-stroke;fill:none}
    .map{display:grid;grid-template-columns:max-content 1fr;gap:.2rem .6rem;align-items:stretch;font-size:.8rem}
    .map .label{color:var(--dim);display:flex;flex-direction:column;justify-content:space-between}
    @media (max-width:40rem){body{padding:.75rem}h1{font-size:1.35rem}
    .walk>li{grid-template-columns:1.4rem 1fr}.walk>li>*{grid-column:2}.walk>li>.number{grid-column:1;grid-row:1}
    .walk>li>pre{grid-column:1/-1}.lane{grid-template-columns:1fr}.axis{grid-column:1}
    .facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.4rem}}
    @media print{:root{color-scheme:light;--bg:#fff;--soft:#f3f5f7;--line:#c3cad1;--text:#000;--dim:#444c54;--bad:#a8201a;
    --warn:#7d4e00;--good:#186a36;--link:#0b3d91;--free:#dfe6ec;--total:#b9d2ee;--used:#1f6fb5;--cool:#7a5bb8;
    --event:#c0392b;--gap:#9aa3ac}
    body{max-width:none;padding:0;font-size:10.5pt}nav,.skip{display:none}svg,.verdict,pre{print-color-adjust:exact;
    -webkit-print-color-adjust:exact}h2,h3,summary,figcaption{break-after:avoid}figure,.remedies>li,tr{break-inside:avoid}
    .scroll{overflow:visible}details::details-content{content-visibility:visible;display:block;block-size:auto}
    details:not([open])>*:not(summary){display:block}}

    """
}
