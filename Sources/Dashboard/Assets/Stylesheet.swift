/// The one stylesheet.
let stylesheet = #"""
    :root {
      color-scheme: light dark;
      --bg: #fbfbfa; --panel: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d8dde2; --head: #f1f3f5;
      --link: #0b57a4; --focus: #0b57a4;
      --good: #1a6b34; --bad: #b3261e; --warn: #8a5300; --busy: #0b57a4;
      --badbg: #fdecea; --warnbg: #fff4e0; --goodbg: #e8f5ec; --busybg: #e7f0fa;
      --h1: #e3eef9; --h2: #c3dcf3; --h3: #93c0e6; --h4: #f3c98b; --h5: #f0a08a;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --bg: #14171a; --panel: #1b1f23; --ink: #e6e9ec; --soft: #a3adb6; --line: #363d44; --head: #23282d;
        --link: #8ec1f5; --focus: #8ec1f5;
        --good: #7fd196; --bad: #ff9d94; --warn: #f0bf6c; --busy: #8ec1f5;
        --badbg: #3b1d1b; --warnbg: #362a14; --goodbg: #17301f; --busybg: #17293b;
        --h1: #1d2b3a; --h2: #234463; --h3: #2c628f; --h4: #6b4a17; --h5: #7d2f22;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body { margin: 0; background: var(--bg); color: var(--ink);
      font: 0.9375rem/1.45 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
    a { color: var(--link); text-underline-offset: 0.15em; }
    a:hover { text-decoration-thickness: 2px; }
    :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
    .skip { position: absolute; left: -999rem; }
    .skip:focus { left: 0.5rem; top: 0.5rem; background: var(--panel); padding: 0.5rem 1rem; z-index: 9; }
    .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .top { border-bottom: 1px solid var(--line); background: var(--panel); display: flex; flex-wrap: wrap;
      align-items: center; gap: 0.25rem 1rem; padding: 0.5rem 1rem; }
    .brand { font-weight: 700; color: var(--ink); text-decoration: none; }
    .top nav ul { list-style: none; display: flex; flex-wrap: wrap; margin: 0; padding: 0; gap: 0.125rem; }
    .top nav a { display: block; padding: 0.3rem 0.6rem; text-decoration: none; border-radius: 4px; }
    .top nav a:hover { background: var(--head); }
    .top nav a[aria-current] { background: var(--head); color: var(--ink); font-weight: 600; }
    .who { margin-left: auto; display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; color: var(--soft); }
    main { max-width: 90rem; margin: 0 auto; padding: 0.75rem 1rem 2rem; }
    footer { max-width: 90rem; margin: 0 auto; padding: 0.75rem 1rem 2rem; color: var(--soft);
      border-top: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: center; }
    h1 { font-size: 1.375rem; line-height: 1.25; margin: 0.25rem 0 0.5rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.0625rem; margin: 1.5rem 0 0.375rem; }
    h2 small, h1 small { font-weight: 400; color: var(--soft); font-size: 0.875rem; }
    p { margin: 0.375rem 0; max-width: 75ch; }
    .soft { color: var(--soft); }
    .num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    time, .mono { font-variant-numeric: tabular-nums; }
    .when { white-space: nowrap; }
    code, pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.875em; overflow-wrap: anywhere; }
    pre { background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: 0.5rem 0.75rem;
      overflow-x: auto; overflow-wrap: normal; }
    table { border-collapse: collapse; width: 100%; background: var(--panel); border: 1px solid var(--line); }
    caption { text-align: left; color: var(--soft); padding: 0 0 0.25rem; }
    th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem; border-top: 1px solid var(--line); }
    thead th { background: var(--head); border-top: 0; font-weight: 600; white-space: nowrap; }
    thead th a { color: inherit; }
    tbody th { font-weight: 400; }
    td.name, th.name { overflow-wrap: anywhere; min-width: 8rem; }
    td small, th small { color: var(--soft); }
    .why { color: var(--ink); overflow-wrap: anywhere; }
    .scroll { overflow-x: auto; }
    .mark { white-space: nowrap; }
    .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); } .busy { color: var(--busy); }
    .runs { letter-spacing: 0.05em; white-space: nowrap; font-family: "DejaVu Sans Mono", ui-monospace, monospace;
      color: var(--soft); }
    .runs b { font-weight: 700; }
    .notice { border: 1px solid var(--line); border-left: 4px solid var(--busy); background: var(--busybg);
      padding: 0.5rem 0.75rem; margin: 0.5rem 0; border-radius: 4px; }
    .notice.bad { border-left-color: var(--bad); background: var(--badbg); color: var(--ink); }
    .notice.good { border-left-color: var(--good); background: var(--goodbg); color: var(--ink); }
    .notice.warn { border-left-color: var(--warn); background: var(--warnbg); color: var(--ink); }
    form.line { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: end; margin: 0.5rem 0; }
    form.line label { display: flex; flex-direction: column; font-size: 0.8125rem; color: var(--soft); min-width: 0; }
    input, select, button, .button { font: inherit; color: var(--ink); background: var(--panel);
      border: 1px solid var(--soft); border-radius: 4px; padding: 0.3rem 0.6rem; min-height: 2.1rem; max-width: 100%; }
    button, .button { cursor: pointer; background: var(--head); text-decoration: none; display: inline-block; }
    button:hover, .button:hover { border-color: var(--ink); }
    button.main { background: var(--link); border-color: var(--link); color: var(--panel); }
    .actions { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0.5rem 0; }
    .actions form { margin: 0; }
    .facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.2rem 1rem; margin: 0.5rem 0; }
    .facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
    .cols { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 0 2rem; }
    .cols > * { min-width: 0; }
    .pages { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; margin: 0.75rem 0; }
    .well { color: var(--good); font-weight: 600; }
    .heat td { text-align: right; font-variant-numeric: tabular-nums; padding: 0.25rem 0.35rem; }
    .heat thead th { text-align: right; padding: 0.25rem 0.35rem; }
    .h0 { color: var(--soft); } .h1 { background: var(--h1); } .h2 { background: var(--h2); }
    .h3 { background: var(--h3); } .h4 { background: var(--h4); } .h5 { background: var(--h5); }
    .days { border: 0; margin: 0.25rem 0; padding: 0; min-width: 0; display: flex; gap: 1px; position: relative; }
    .days input { appearance: none; flex: 1 1 0; min-width: 1px; max-width: 0.7rem; height: 1.75rem; min-height: 0;
      margin: 0; padding: 0; border: 0; border-radius: 1px; background: var(--good); }
    .days .n { background: var(--line); height: 0.5rem; align-self: end; }
    .days .w { background: repeating-linear-gradient(45deg, var(--warn) 0 3px, var(--panel) 3px 5px); }
    .days .b { background: var(--bad); height: 1.75rem; border-top: 0.4rem double var(--panel); }
    .days input:checked { outline: 2px solid var(--ink); outline-offset: 1px; }
    .days input:focus-visible { outline: 3px solid var(--focus); outline-offset: 1px; z-index: 2; }
    .days input:hover::after, .days input:focus::after { content: attr(aria-label); position: absolute; left: 0;
      top: 2rem; background: var(--ink); color: var(--panel); padding: 0.15rem 0.5rem; border-radius: 3px;
      z-index: 3; white-space: nowrap; }
    .week { display: flex; flex-wrap: wrap; gap: 0 1rem; max-width: none; font-size: 0.875rem; }
    .month td { width: 14.28%; height: 3.4rem; }
    .month .today { outline: 2px solid var(--focus); outline-offset: -2px; }
    .month small { display: block; color: inherit; }
    .heat a, .month a { color: var(--ink); }
    .out { color: var(--soft); }
    @media (max-width: 45rem) {
      .wide { display: none; }
      main, .top, footer { padding-left: 0.5rem; padding-right: 0.5rem; }
      th, td { padding: 0.3rem 0.35rem; }
      .facts { grid-template-columns: minmax(0, 1fr); gap: 0; } .facts dd { margin-bottom: 0.4rem; }
      td.name, th.name { min-width: 5rem; }
      .when { white-space: normal; }
      .month td { padding: 0.15rem; height: 2.4rem; font-size: 0.75rem; }
      .who { margin-left: 0; }
    }
    @media (prefers-reduced-motion: no-preference) { .top nav a, button { transition: background 0.1s; } }
    @media print { .top nav, form, footer, .skip { display: none; } }
    """#
