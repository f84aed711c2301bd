/// The rules of the sections below the panel, of the drawings, of wide screens and of paper.
extension ParentPage {
  static let sectionRules = """
    .st{display:grid;grid-template-columns:32px 1fr auto;gap:2px 12px;align-items:start;\
    padding:13px 0}
    .st+.st{border-top:1px solid var(--line)}
    .st h3{font-size:1.0625rem;font-weight:600;line-height:1.5}
    .st .tag{margin-top:2px}
    .st .small span{display:inline-block}
    .st .small b{font-weight:600;color:var(--ink);margin-right:.6em}
    .st.done .small b{color:var(--accent)}
    .dot{width:30px;height:30px;border-radius:50%;display:grid;place-items:center;\
    background:var(--done-tint);color:var(--done)}
    .dot svg{width:15px;height:15px}
    .st.done .dot{background:var(--accent);color:var(--on-accent)}
    .st.now .dot{background:var(--act-fill);color:var(--on-act)}
    .st.missed .dot{background:var(--miss);color:var(--on-miss)}
    .code{display:grid;gap:14px;justify-items:center;text-align:center}
    .code>h2{margin:0}
    .code h2,.code .l{justify-self:start;text-align:left}
    .code .tag{white-space:normal}
    .qr{width:min(232px,68vw);border-radius:12px;border:1px solid var(--line);background:#fff;\
    overflow:hidden;forced-color-adjust:none}
    .qr svg{display:block;width:100%;height:auto}
    .code .v{display:flex;flex-wrap:wrap;justify-content:center;gap:.1em .5em;\
    font-family:var(--mono);font-size:1.125rem;letter-spacing:.06em}
    .tl li{display:grid;grid-template-columns:6.2em 1fr;gap:10px;padding:10px 0}
    .tl li+li,details .tl{border-top:1px solid var(--line)}
    .tl time{color:var(--ink2);font-size:1rem;overflow-wrap:normal}
    .why li{padding:14px 0}
    .why li+li{border-top:1px solid var(--line)}
    .why details{margin-top:2px}
    .why summary{font-size:1rem;font-weight:400}
    .quiet summary{color:inherit}
    .why blockquote{margin:8px 0 4px;padding:2px 0 2px 14px;border-left:3px solid var(--accent);\
    color:var(--ink2);font-size:.9375rem;line-height:1.7}
    .marks{display:flex;flex-wrap:wrap;gap:6px;margin-top:6px}
    .facts{margin-top:6px;display:grid;gap:6px}
    .facts li{font-size:1rem;line-height:1.55;padding-left:1em;position:relative}
    .facts li::before{content:"";position:absolute;left:.1em;top:.65em;width:.35em;height:.35em;\
    border-radius:50%;background:var(--edge)}
    .rest{border-top:1px solid var(--line);padding-top:14px;margin-top:4px}
    .rest+.rest{margin-top:14px}
    .rest h3{font-size:1.0625rem;font-weight:600}
    .how{display:grid;gap:10px;counter-reset:s}
    .how li{display:grid;grid-template-columns:1.6em 1fr}
    .how li::before{content:counter(s);counter-increment:s;font-weight:700;color:var(--accent)}
    summary{cursor:pointer;min-height:44px;display:flex;align-items:center;gap:.5em;\
    color:var(--accent);font-weight:600}
    .large summary{min-height:60px}
    summary::-webkit-details-marker{display:none}
    summary::before{content:"";width:.5em;height:.5em;border:solid currentColor;\
    border-width:0 2px 2px 0;transform:rotate(-45deg);flex:none;margin-right:.2em}
    details[open]>summary::before{transform:rotate(45deg)}

    """

  static let drawingRules = """
    .cov{display:block;width:100%;max-width:460px;height:auto;overflow:visible}
    .large .cov{max-width:620px}
    .legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin-top:10px;font-size:.875rem;\
    color:var(--ink2)}
    .legend svg{width:20px;height:12px;vertical-align:-1px;margin-right:6px}
    svg text{font-family:var(--sans);fill:var(--ink);font-size:12.5px}
    svg .now{font-size:13px;font-weight:650}
    svg .year{font-size:15px;font-weight:650}
    svg .word{font-size:13px;font-weight:600}
    svg .strong{font-weight:650}
    .cov .mark{paint-order:stroke;stroke:var(--surface);stroke-width:4px;stroke-linejoin:round}
    .large svg .now,.large svg .mark,.large svg .word{font-size:15px}
    .large svg .year{font-size:17px}.large svg .close{display:none}
    .f-ink{fill:var(--ink)}.f-ink2,svg text.f-ink2{fill:var(--ink2)}
    .f-accent,svg text.f-accent{fill:var(--accent)}.f-tint{fill:var(--tint)}
    .f-act{fill:var(--act-fill)}svg text.f-actt{fill:var(--act)}
    .f-surface{fill:var(--surface)}.f-done{fill:var(--done-tint)}
    .s-line{stroke:var(--line)}.s-edge{stroke:var(--edge)}.s-ink{stroke:var(--ink)}
    .s-ink2{stroke:var(--ink2)}.s-accent{stroke:var(--accent)}.s-act{stroke:var(--act-fill)}
    .tick{stroke-width:2.4;stroke-linecap:round;fill:none}
    .today{stroke-width:3.2;stroke-linecap:round}
    .thin{stroke-width:1}.line{stroke-width:2.4}
    .dashed{stroke-width:1.6;stroke-dasharray:3 3}.dash{stroke-dasharray:3 2}
    .hatched{fill:url(#hatch);stroke-width:1.6;stroke-dasharray:5 3}

    """

  static let wideRules = """
    @media (min-width:900px){
    html:not(.large) main{align-items:start;\
    grid-template-columns:minmax(0,1.55fr) minmax(320px,1fr);gap:20px 24px;padding-top:16px}
    html:not(.large) main.plain{grid-template-columns:1fr}
    html:not(.large) .who{grid-column:1/-1}
    html:not(.large) .col{display:grid;gap:20px;align-content:start;min-width:0}
    html:not(.large) .hero .do{grid-template-columns:1fr auto;align-items:center}
    html:not(.large) .hero .do>.else,html:not(.large) .hero .do>h2:not(:has(+.btn)){\
    grid-column:1/-1}
    .hero .in{padding:26px 32px}.hero .do{padding:24px 32px}
    .card{padding:26px 28px}.hero{padding:0}
    .who h1{font-size:2.5rem}.hero .big strong{font-size:5.5rem}
    .large main{max-width:820px}}
    @media (max-width:899px){.col{display:contents}}
    .large .col{display:contents}
    .o1{order:1}.o2{order:2}.o3{order:3}.o4{order:4}.o5{order:5}.o6{order:6}.o7{order:7}\
    .o8{order:8}
    @media (min-width:900px){html:not(.large) .col>*{order:0}}
    @media (max-width:359px){.st{grid-template-columns:32px 1fr}\
    .st .tag{grid-column:2;justify-self:start}}
    .large .st{grid-template-columns:32px 1fr}
    .large .st .tag{grid-column:2;justify-self:start}
    .large .tl li{grid-template-columns:1fr;gap:0}
    @media (prefers-reduced-motion:no-preference){a,.btn{transition:background-color .12s,\
    color .12s}}
    @media (forced-colors:active){.tag,.card,.btn,.dot{border:1px solid}\
    .f-accent{fill:Highlight}.s-ink,.s-act{stroke:CanvasText}.s-edge{stroke:GrayText}}

    """

  static let printRules = "@media print{\(onPaper)}\n"

  /// What a page on paper looks like, also where the paper is a page of its own.
  static let onPaper =
    ":root{color-scheme:light;\(paperTokens)}\n" + """
      html,html.large{font-size:8.5pt}
      .card>h2,.h1{margin-bottom:4pt}.hero .big strong{font-size:3rem}
      .st,.tl li,.why li{padding:3pt 0}.dot{width:20px;height:20px}.dot svg{width:11px;height:11px}
      .why blockquote{margin:2pt 0}.foot{padding:0;gap:0}.code{display:block;text-align:left}
      .code .v{justify-content:start}.top{padding:0}.who{padding:0 0 4pt}
      .top nav,.skip,.btn,.qr,.code .hint,.o5,.o6,.errands,h2+.small{display:none!important}
      main{display:block;padding:0}
      .card{border:0;border-top:1pt solid #999;border-radius:0;padding:5pt 0;break-inside:avoid}
      .hero .in,.hero .do{padding:4pt 0!important;border:0;gap:4px}
      details>*{display:block!important}
      details::details-content{content-visibility:visible;height:auto}
      summary{min-height:0;color:inherit}
      summary::before{display:none}
      .tag{padding-left:0;background:none!important}
      .ticks,.ends,.cov{max-width:300px}
      a{color:inherit}
      """
}
