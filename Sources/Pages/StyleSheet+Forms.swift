/// The rules of forms, of the errands below a page, and of the white page with a code.
extension ParentPage {
  static let formRules = """
    form{display:grid;gap:16px;justify-items:start}
    label,legend{font-weight:600}
    .field{display:grid;gap:6px;width:100%}
    input[type=text],input[type=tel],textarea{font:inherit;color:var(--ink);\
    background:var(--surface);border:2px solid var(--edge);border-radius:10px;padding:10px 14px;\
    min-height:56px;width:100%;max-width:26em}
    input.four{max-width:7.5em;font-family:var(--mono);font-size:1.5rem;letter-spacing:.2em}
    .bad{border-left:4px solid var(--miss);padding:4px 0 4px 14px;margin:0 0 16px}
    .bad h2{font-size:1.125rem;color:var(--miss)}
    .bad a{min-height:44px;display:inline-flex;align-items:center}
    .wrong{color:var(--miss);font-weight:600}
    button{font:inherit;cursor:pointer}
    .quiet-btn{min-height:44px;padding:6px 18px;border:2px solid var(--edge);border-radius:10px;\
    background:var(--surface);color:var(--accent);font-weight:600}
    .large .quiet-btn{min-height:60px}
    .plainly{min-height:44px;display:inline-flex;align-items:center}
    .plain .card>*+*{margin-top:14px}
    .one{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;\
    gap:6px 16px;border-top:1px solid var(--line);border-bottom:1px solid var(--line);\
    padding:10px 0}
    .plain .card>.one+.one{margin-top:0;border-top:0}
    .one h2{font-size:1.0625rem}
    .plain .card>.part{font-size:1.25rem;margin-top:24px}
    .go{display:flex;flex-wrap:wrap;gap:0 20px}
    .go a,.errands a{min-height:44px;display:inline-flex;align-items:center}
    .errands>ul>li+li{border-top:1px solid var(--line)}
    .looks{margin-top:18px}
    .seen{display:grid;gap:8px;margin-top:6px}.seen p+p{font-size:1rem;line-height:1.5}
    body:has(>main.plain)>.top{max-width:720px}
    main.plain~.foot{max-width:720px;padding:0 20px 40px}
    .live:empty{display:none}
    .live{max-width:1080px;margin:0 auto;padding:6px 20px;font-weight:600;color:var(--accent)}
    .rows{margin:0}.rows>div{display:grid;gap:12px;padding:8px 0}
    .rows>div{grid-template-columns:minmax(6.2rem,22%) 1fr}
    .large .rows>div{grid-template-columns:1fr;gap:0}
    .rows>div+div{border-top:1px solid var(--line)}
    .rows dt{color:var(--ink2);font-size:1rem}.rows dd{margin:0}
    @media print{.foot .go{display:none}}
    .white{color-scheme:light;--bg:#FFFFFF;--surface:#FFFFFF;--ink:#000000;--ink2:#4B5653;\
    --accent:#0A625B;--accent-deep:#06413D;--tint:#E2F0EC;--line:#DDD9CF}
    .show{justify-items:center;text-align:center;gap:12px}
    .show h1{font-size:1.375rem}.show .qr{width:min(94vw,60vh);border:0;border-radius:0}
    .white .foot{justify-items:center}
    .show .v{font-family:var(--mono);font-size:1.25rem;letter-spacing:.06em;display:flex;\
    flex-wrap:wrap;justify-content:center;gap:.1em .5em}

    """
}
