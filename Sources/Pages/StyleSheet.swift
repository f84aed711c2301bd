/// The one style sheet of the pages: paper, ink and one green, in light, in dark and on paper.
///
/// Colours stand in the token blocks alone, so that a test can compute every contrast from the
/// sheet; rules name tokens.
extension ParentPage {
  /// The whole sheet. It never changes while the program runs, so it may be cached by its digest.
  package static let styleSheet: String =
    ":root{color-scheme:light dark;\(lightTokens)\(fontTokens)}\n"
    + "@media (prefers-color-scheme:dark){:root{\(darkTokens)}}\n"
    + baseRules + panelRules + sectionRules + formRules + drawingRules + wideRules + printRules

  /// The sheet of the page that is laid out for paper.
  package static let paperSheet: String = styleSheet + onPaper + onScreen

  /// The page for paper while it is still on a screen: as wide as a sheet, and large enough to
  /// read.
  private static let onScreen = """
    @media screen{html{font-size:11pt}body{max-width:760px;margin:0 auto;padding:16px 16px 40px}\
    summary{min-height:24px}}

    """

  private static let lightTokens = """
    --bg:#F6F4EE;--surface:#FFFFFF;--ink:#18211F;--ink2:#4B5653;--line:#DDD9CF;--edge:#73807C;\
    --accent:#0A625B;--accent-deep:#06413D;--tint:#E2F0EC;--on-accent:#FFFFFF;--act:#7F4300;\
    --act-fill:#C26A00;--act-tint:#FDF1DC;--on-act:#FFFFFF;--miss:#9C2318;--miss-tint:#FBE9E5;\
    --on-miss:#FFFFFF;--done:#4B5653;--done-tint:#ECE9E1;--sad:#3C4643;--sad-tint:#EEECE6;\
    --focus:#FFD24D;
    """

  private static let darkTokens = """
    --bg:#101514;--surface:#1A2120;--ink:#ECF0EE;--ink2:#B3BFBB;--line:#35403D;--edge:#8A9793;\
    --accent:#7BD3C4;--accent-deep:#A9E6DB;--tint:#14332F;--on-accent:#06221F;--act:#F5BD66;\
    --act-fill:#E39B2D;--act-tint:#33260F;--on-act:#241600;--miss:#FFA294;--miss-tint:#3B1B17;\
    --on-miss:#2B0905;--done:#B3BFBB;--done-tint:#262E2C;--sad:#CBD3D0;--sad-tint:#222928;\
    --focus:#FFD24D;
    """

  /// White, black and one grey: a printer has no amber to rely on.
  static let paperTokens = """
    --bg:#FFFFFF;--surface:#FFFFFF;--ink:#000000;--ink2:#4B5653;--line:#999999;--edge:#73807C;\
    --accent:#000000;--accent-deep:#000000;--tint:#FFFFFF;--on-accent:#FFFFFF;--act:#000000;\
    --act-fill:#4B5653;--act-tint:#FFFFFF;--on-act:#FFFFFF;--miss:#000000;--miss-tint:#FFFFFF;\
    --on-miss:#FFFFFF;--done:#4B5653;--done-tint:#FFFFFF;--sad:#000000;--sad-tint:#FFFFFF;\
    --focus:#FFFFFF;
    """

  /// Fonts that phones in China have; names add those with rare characters.
  private static let fontTokens = """
    --han:-apple-system,"PingFang SC","HarmonyOS Sans SC","MiSans","Microsoft YaHei UI",\
    "Microsoft YaHei","Source Han Sans SC","Noto Sans CJK SC","Noto Sans SC",system-ui,sans-serif;\
    --sans:var(--han);\
    --latin:-apple-system,"Segoe UI","Helvetica Neue",Roboto,"Noto Sans","Liberation Sans",Arial,\
    "PingFang SC","Noto Sans CJK SC",sans-serif;\
    --name:"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Source Han Sans SC",\
    "Noto Sans CJK SC","SimSun-ExtB","SimSun-ExtG","HanaMinB",sans-serif;\
    --mono:ui-monospace,"SF Mono","Cascadia Mono",Consolas,"DejaVu Sans Mono",monospace
    """

  private static let baseRules = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:16px}
    html.large{font-size:125%}
    body{margin:0;background:var(--bg);color:var(--ink);font:400 1.125rem/1.65 var(--sans);\
    font-variant-numeric:tabular-nums;overflow-wrap:anywhere;line-break:strict}
    h1,h2,h3,p,ul,ol,blockquote{margin:0;padding:0}
    ul,ol{list-style:none}
    p,li,blockquote{text-wrap:pretty}
    h1,h2,h3,.word{line-height:1.3;font-weight:650;text-wrap:balance;word-break:keep-all;\
    overflow-wrap:anywhere}
    :root:lang(en){--sans:var(--latin)}
    :lang(en){word-break:normal}
    [lang=en]{font-family:var(--latin)}
    [lang=zh-CN]{font-family:var(--han)}
    .who [lang=zh-CN]{font-family:inherit}
    a{color:var(--accent);text-underline-offset:.22em;text-decoration-thickness:1px}
    a:hover{color:var(--accent-deep);text-decoration-thickness:2px}
    :focus-visible{outline:3px solid var(--ink);outline-offset:2px;\
    box-shadow:0 0 0 7px var(--focus);border-radius:4px}
    .skip{position:absolute;left:-999px}
    .skip:focus{left:12px;top:12px;z-index:9;background:var(--surface);padding:12px 16px}
    .small{font-size:.875rem;line-height:1.55;color:var(--ink2)}
    .top{display:flex;align-items:center;gap:10px;max-width:1080px;margin:0 auto;\
    padding:10px 16px;flex-wrap:wrap}
    .top b{font-size:1rem;font-weight:650;line-height:1.25;white-space:nowrap}
    .top nav{margin-left:auto;display:flex;flex-wrap:wrap;justify-content:flex-end;gap:2px}
    .top nav a{min-width:44px;min-height:44px;display:grid;place-items:center;padding:0 10px;\
    font-size:1rem;line-height:1.2;text-decoration:none;border-radius:8px;font-weight:600}
    .top nav a:hover{background:var(--tint);text-decoration:underline}
    .large .top nav a{min-height:60px}
    .logo{width:28px;height:28px;flex:none}
    main{max-width:1080px;margin:0 auto;padding:8px 16px 40px;display:grid;gap:16px}
    main.plain{max-width:720px}
    .h1{font-size:1.75rem;margin-bottom:12px}
    .who{padding:6px 4px 2px}
    .who h1{font:650 2.125rem/1.25 var(--name);letter-spacing:.04em}
    .who p{color:var(--ink2);font-size:1rem}
    .who .banner{margin-top:10px;padding:8px 12px;border:1px solid var(--edge);\
    border-radius:8px;color:var(--ink);display:grid;gap:6px}
    .who .banner p{color:inherit}
    .banner .line{display:grid;gap:4px;justify-items:start}
    .card{background:var(--surface);border:1px solid var(--line);border-radius:14px;\
    padding:22px 20px;min-width:0}
    .card>h2{font-size:1.25rem;margin-bottom:14px}
    .foot{font-size:.875rem;line-height:1.7;color:var(--ink2);max-width:1080px;margin:0 auto;\
    padding:0 20px 40px;display:grid;gap:6px}

    """

  private static let panelRules = """
    .tag{display:inline-flex;align-items:center;gap:.4em;padding:2px 10px;border-radius:99px;\
    font-size:.875rem;line-height:1.6;font-weight:600;white-space:nowrap}
    .tag svg{width:14px;height:14px;flex:none}
    .t-ok{background:var(--tint);color:var(--accent)}
    .t-act{background:var(--act-tint);color:var(--act)}
    .t-miss{background:var(--miss-tint);color:var(--miss)}
    .t-wait,.t-dispute{background:var(--done-tint);color:var(--done)}
    .btn{display:inline-flex;flex-direction:column;align-items:center;justify-content:center;\
    min-height:56px;padding:10px 26px;border:2px solid transparent;border-radius:10px;\
    background:var(--accent);color:var(--on-accent);font:600 1.1875rem/1.3 var(--sans);\
    text-align:center;text-decoration:none}
    .btn:hover{background:var(--accent-deep);color:var(--on-accent)}
    .btn .to{text-wrap:balance;font-size:.875rem;font-weight:400}
    .large .btn{min-height:60px}
    .hero{padding:0;overflow:hidden}
    .hero .in{padding:20px 20px 22px}
    .hero .in>.tag{background:var(--surface)}
    .hero .big{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .28em;margin:10px 0 2px;\
    font-weight:650;font-size:1.375rem;line-height:1.1}
    .hero .big strong{font-size:4.75rem;font-weight:700;letter-spacing:-.03em;line-height:1;\
    color:var(--act)}
    .word{font-size:1.625rem;line-height:1.35;font-weight:700;margin:12px 0 2px}
    .hero .do{padding:20px;display:grid;gap:12px;border-top:1px solid var(--line)}
    .hero h2{font-size:1.375rem;line-height:1.45}
    .clause{display:inline-block}
    .hero .else{font-size:1rem;color:var(--ink2);line-height:1.6}
    .k-act{border-color:color-mix(in srgb,var(--act-fill) 45%,var(--line))}
    .k-act .in{background:var(--act-tint)}.k-act .word{color:var(--act)}
    .k-act .do{border-top-color:color-mix(in srgb,var(--act-fill) 25%,var(--line))}
    .k-ok{border-color:color-mix(in srgb,var(--accent) 40%,var(--line))}
    .k-ok .in{background:var(--tint)}.k-ok .word{color:var(--accent)}
    .k-miss{border-color:color-mix(in srgb,var(--miss) 40%,var(--line))}
    .k-miss .in{background:var(--miss-tint)}.k-miss .word{color:var(--miss)}
    .k-dispute{border-left:5px solid var(--edge)}
    .k-wait .in>.tag,.k-dispute .in>.tag{background:var(--done-tint)}
    .k-wait .in,.k-dispute .in{padding-bottom:4px}
    .k-wait .do,.k-dispute .do{border:0;padding-top:4px}
    .k-sad .in{background:var(--sad-tint)}
    .k-sad .word{font-size:1.375rem;font-weight:500;color:var(--sad);margin:6px 0}
    .k-sad h2{font-weight:500;font-size:1.25rem}
    .ticks{display:block;width:100%;height:auto;margin-top:12px}
    .ends{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 12px;\
    font-size:.875rem;color:var(--ink2);line-height:1.5}
    .ends b{color:var(--ink);font-weight:600}

    """
}
