/** The page around the messages: how it looks, how one finds one's way. Pure. */
import { escapeHtml } from './transcript-html.ts';

export interface PageSection {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  /** HTML. */
  readonly body: string;
}

export interface Page {
  readonly title: string;
  readonly lines: readonly string[];
  readonly sections: readonly PageSection[];
  /** Sections of the navigation: a heading and the ids under it. */
  readonly groups: readonly { readonly name: string; readonly ids: readonly string[] }[];
  /** JSON of the people by id. */
  readonly profiles: string;
  /** The bundled web components. */
  readonly script: string;
  /** `@font-face` rules. */
  readonly fonts: string;
}

const STYLE = `
:root { color-scheme: dark; }
* { box-sizing: border-box; }
body { margin: 0; background: #313338; color: #dbdee1; font: 16px/1.5 'gg sans', 'Noto Sans', sans-serif; display: grid; grid-template-columns: 272px minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; background: #2b2d31; padding: 20px 12px; }
nav h1 { font-size: 17px; margin: 0 8px 16px; color: #f2f3f5; }
nav h2 { font-size: 12px; margin: 18px 8px 4px; color: #949ba4; font-weight: 700; }
nav a { display: block; padding: 5px 8px; border-radius: 4px; color: #949ba4; text-decoration: none; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
nav a:hover { background: #35373c; color: #dbdee1; }
main { padding: 28px clamp(12px, 3vw, 48px) 80px; max-width: 1060px; }
header h1 { margin: 0 0 8px; font-size: 30px; color: #f2f3f5; line-height: 1.25; }
header p { margin: 2px 0; color: #b5bac1; }
section { margin-top: 44px; scroll-margin-top: 12px; }
section > h2 { margin: 0; font-size: 22px; color: #f2f3f5; }
section > p { margin: 2px 0 12px; color: #949ba4; }
section h3 { margin: 34px 0 6px; font-size: 17px; color: #f2f3f5; border-top: 1px solid #3f4147; padding-top: 18px; }
section h3 small { display: block; font-size: 13px; font-weight: 400; color: #949ba4; }
discord-messages { border-radius: 8px; margin: 6px 0 10px; background-color: #2e3035 !important; overflow: hidden; }
.did { margin: 14px 0 4px; color: #b5bac1; overflow-wrap: anywhere; }
.did b { color: #f0b232; margin-right: 8px; }
.did time { color: #80848e; font-size: 13px; margin-right: 10px; }
.did code { background: #1e1f22; border-radius: 4px; padding: 2px 6px; font: 14px/1.6 'gg sans', 'Noto Sans', sans-serif; color: #c9cdfb; }
.note { color: #949ba4; font-style: normal; margin: 8px 0; }
.form { border: 1px solid #3f4147; border-radius: 8px; padding: 10px 14px; margin: 6px 0 10px; max-width: 520px; background: #2b2d31; }
.form b { color: #f2f3f5; }
.form li { color: #b5bac1; }
.form ul { margin: 6px 0 0; padding-left: 18px; }
.l-h, .l-q, .l-s, .l-i, .l-p { display: block; }
.l-h { font-size: 21px; font-weight: 700; color: #f2f3f5; margin: 4px 0; }
.l-q { border-left: 4px solid #4e5058; padding-left: 12px; }
.l-s { font-size: 13px; color: #949ba4; }
.l-t { display: block; font-weight: 700; font-size: 16px; color: #f2f3f5; margin-bottom: 6px; }
.l-t a { color: #00a8fc; text-decoration: none; }
img.emoji { width: 1.35em; height: 1.35em; vertical-align: -0.3em; margin: 0 0.05em; }
.l-i::before { content: '•'; margin-right: 8px; }
.link { color: #00a8fc; overflow-wrap: anywhere; }
discord-message code, discord-embed code { background: #1e1f22; border-radius: 4px; padding: 1px 5px; font-size: 14px; font-family: ui-monospace, Consolas, monospace, 'gg sans' !important; }
.reactions { display: flex; gap: 6px; flex-wrap: wrap; padding: 4px 0; }
.reactions span { background: #2b2d31; border: 1px solid #3f4147; border-radius: 8px; padding: 0 8px; font-size: 14px; }
.menu { background: #1e1f22; border-radius: 6px; padding: 8px 12px; color: #949ba4; max-width: 400px; display: flex; justify-content: space-between; margin: 2px 0 6px; }
@media (max-width: 760px) { body { display: block; } nav { position: static; height: auto; } }
`;

/** The two halves of the document: what a reader sees is all in the second. */
export function pageHtml({ title, lines, sections, groups, profiles, script, fonts }: Page): {
  head: string;
  body: string;
} {
  const links = groups.map(({ name, ids }) => {
    const own = ids.flatMap((id) => sections.filter((section) => section.id === id));
    return `<h2>${escapeHtml(name)}</h2>${own.map(({ id, name: label }) => `<a href="#${id}">${escapeHtml(label)}</a>`).join('')}`;
  });
  const head = [
    '<!doctype html>',
    '<html lang="zh-CN"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${fonts}${STYLE}</style>`,
    // Within a script only its end tag would end it.
    `<script>globalThis.$discordMessage={profiles:${profiles.replaceAll('</', '<\\/')}};${script.replaceAll('</script', '<\\/script')}</script>`,
    '</head>',
  ];
  const body = [
    '<body>',
    `<nav><h1>CodeHaven · 编程港</h1>${links.join('')}</nav>`,
    `<main><header><h1>${escapeHtml(title)}</h1>${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('')}</header>`,
    ...sections.map(
      ({ id, name, about, body: content }) =>
        `<section id="${id}"><h2>${escapeHtml(name)}</h2><p>${escapeHtml(about)}</p>${content}</section>`,
    ),
    '</main></body></html>\n',
  ];
  return { head: head.join('\n'), body: body.join('\n') };
}
