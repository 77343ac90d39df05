/** Discord's markup as readers see it. */
import { expect, it } from 'vitest';
import { plainLine, tokensOf } from '../../src/demo/markup.ts';
import type { Names } from '../../src/demo/names.ts';
import { shanghai } from '../../src/demo/story-time.ts';
import { messageHtml } from '../../src/demo/transcript-html.ts';

const names: Names = {
  now: shanghai('2026-11-16 08:59'),
  channel: (id) => (id === '11' ? { name: '周报', isThread: false } : null),
  role: () => 'Staff',
  user: () => 'Ada',
};

it('names channels, roles and people, and shows instants in Shanghai', () => {
  const at = shanghai('2026-11-16 09:00') / 1_000;
  expect(plainLine(`**Late**: <#11> by <@&2> and <@3>, due <t:${at}:f>, see \`/help\``, names)).toBe(
    'Late: #周报 by @Staff and @Ada, due Mon 2026-11-16 09:00, see /help',
  );
});

it('shows how far away an instant is, in the language of the line', () => {
  const at = shanghai('2026-11-23 09:00') / 1_000;
  expect(plainLine(`The link works until <t:${at}:D> (<t:${at}:R>)`, names)).toBe(
    'The link works until 2026-11-23 (in 7 days)',
  );
  expect(plainLine(`🟢 **Pro**，<t:${at}:R>到期`, names)).toBe('🟢 Pro，7天后到期');
  expect(plainLine(`<t:${names.now / 1_000 - 60}:R>`, names)).toBe('1 minute ago');
  expect(plainLine(`<t:${names.now / 1_000}:R>`, names)).toBe('now');
});

it('shows what was escaped as it is', () => {
  expect(plainLine('November check\\-in \\*really\\*', names)).toBe('November check-in *really*');
  expect(tokensOf('a * b * c', names)).toEqual([{ kind: 'text', text: 'a * b * c' }]);
});

it('lets nobody write HTML into the transcript', () => {
  const html = messageHtml(
    {
      authorId: '1',
      at: 0,
      when: '09:00',
      content: '<script>alert(1)</script> **<b>**',
      embeds: [{ title: '"><img src=x>', description: '<i>' }],
      attachments: [],
      buttons: [{ label: '<u>', emoji: null, style: 1, disabled: false }],
      menus: [],
      reactions: [['<s>', 1]],
      answered: { authorId: '2', content: '<p>' },
      isEphemeral: false,
      isEdited: false,
      thread: { name: '"<x>', count: 2 },
    },
    { names, fileOf: () => '' },
  );
  expect(html).not.toMatch(/<(script|b|img|i|u|s|p|x)>/);
  expect(html).not.toContain('""');
});
