import { describe, expect, it } from 'vitest';
import { checkCommand, checkCommands, commandCharacters } from '../../src/sandbox/commands-rules.ts';
import { type CommandRecord, toCommandJson, toDefinition } from '../../src/sandbox/commands-shape.ts';

const command = (more: object = {}): object => ({ name: 'survey', description: 'Ask the members', ...more });
const text = (name: string, more: object = {}): object => ({ type: 3, name, description: 'd', ...more });
const sub = (name: string, ...options: object[]): object => ({ type: 1, name, description: 'd', options });
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('a command Discord registers', () => {
  it.each([
    ['a plain one', command()],
    [
      'one with names in Chinese',
      command({ name: '问卷', name_localizations: { 'zh-CN': '问卷', 'en-GB': 'survey' } }),
    ],
    ['25 options', command({ options: many(25, (i) => text(`o${i}`)) })],
    [
      'groups and subcommands',
      command({
        options: [
          {
            type: 2,
            name: 'admin',
            description: 'd',
            options: [sub('open', text('title', { required: true }))],
          },
          sub('list'),
        ],
      }),
    ],
    [
      'a number between bounds',
      command({ options: [{ type: 4, name: 'n', description: 'd', min_value: 1, max_value: 5 }] }),
    ],
    ['a context menu command with capitals and blanks', { type: 3, name: 'Report this Message' }],
    ['one for those who may manage the guild', command({ default_member_permissions: '32', contexts: [0] })],
  ])('%s', (_, body) => {
    expect(checkCommand(body)).toBeNull();
  });
});

describe('a command Discord refuses', () => {
  it.each([
    ['capitals in its name', command({ name: 'Survey' }), 'APPLICATION_COMMAND_INVALID_NAME'],
    ['a blank in its name', command({ name: 'my survey' }), 'APPLICATION_COMMAND_INVALID_NAME'],
    [
      'capitals in a localised name',
      command({ name_localizations: { fr: 'Enquête' } }),
      'APPLICATION_COMMAND_INVALID_NAME',
    ],
    ['a name of 33 characters', command({ name: 'a'.repeat(33) }), 'BASE_TYPE_BAD_LENGTH'],
    ['a locale Discord does not have', command({ name_localizations: { zh: '问卷' } }), 'BASE_TYPE_CHOICES'],
    ['no description', { name: 'survey' }, 'BASE_TYPE_REQUIRED'],
    ['a description of 101 characters', command({ description: 'd'.repeat(101) }), 'BASE_TYPE_BAD_LENGTH'],
    ['26 options', command({ options: many(26, (i) => text(`o${i}`)) }), 'BASE_TYPE_MAX_LENGTH'],
    [
      'a required option after an optional one',
      command({ options: [text('a'), text('b', { required: true })] }),
      'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ],
    [
      'two options of one name',
      command({ options: [text('a'), text('a')] }),
      'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
    ],
    [
      'a subcommand beside an option',
      command({ options: [sub('a'), text('b')] }),
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ],
    [
      'a subcommand within a subcommand',
      command({ options: [sub('a', sub('b'))] }),
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ],
    [
      '26 choices',
      command({ options: [text('a', { choices: many(26, (i) => ({ name: `${i}`, value: `${i}` })) })] }),
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a choice of the wrong kind',
      command({
        options: [{ type: 4, name: 'n', description: 'd', choices: [{ name: 'one', value: 'x' }] }],
      }),
      'NUMBER_TYPE_COERCE',
    ],
    [
      'choices and autocomplete',
      command({ options: [text('a', { autocomplete: true, choices: [{ name: 'x', value: 'x' }] })] }),
      'APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES',
    ],
    [
      'autocomplete of a person',
      command({ options: [{ type: 6, name: 'a', description: 'd', autocomplete: true }] }),
      'APPLICATION_COMMAND_AUTOCOMPLETE_TYPE_INVALID',
    ],
    [
      'a least above the most',
      command({ options: [text('a', { min_length: 5, max_length: 4 })] }),
      'BASE_TYPE_MAX',
    ],
    [
      'a context menu command with a description',
      { type: 2, name: 'Profile', description: 'x' },
      'APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED',
    ],
    ['a context that is none', command({ contexts: [3] }), 'BASE_TYPE_CHOICES'],
  ])('%s', (_, body, code) => {
    const refusal = checkCommand(body);
    expect(refusal).toMatchObject({ status: 400, code: 50035 });
    expect([...JSON.stringify(refusal?.errors).matchAll(/"code":"(\w+)"/g)].map((match) => match[1])).toEqual(
      [code],
    );
  });

  it('says which command of many', () => {
    expect(checkCommands([command(), command({ name: 'X' })])?.errors).toMatchObject({ '1': { name: {} } });
    expect(checkCommands([command(), command()])?.errors).toEqual({
      '1': {
        _errors: [
          {
            code: 'APPLICATION_COMMANDS_DUPLICATE_NAME',
            message: 'Application command names must be unique',
          },
        ],
      },
    });
  });
});

describe('the size of a command', () => {
  // 6 + 15 of the command itself, then per option its name, its description and its choices.
  const sized = (characters: number): object => {
    const rest = characters - 6 - 15;
    const options = many(20, (i) =>
      text(String.fromCodePoint(97 + i), {
        choices: many(2, (c) => ({ name: `${c}`.padEnd(97, 'n'), value: `${c}`.padEnd(100, 'v') })),
      }),
    );
    const spent = 20 * (1 + 1 + 2 * 197);
    return command({ options: [...options, text('z', { description: 'd'.repeat(rest - spent - 1) })] });
  };

  it('may be 8,000 characters and no more', () => {
    expect(commandCharacters(sized(8000) as never)).toBe(8000);
    expect(checkCommand(sized(8000))).toBeNull();
    expect(checkCommand(sized(8001))?.errors).toEqual({
      _errors: [{ code: 'APPLICATION_COMMAND_TOO_LARGE', message: 'Command exceeds maximum size (8000)' }],
    });
  });

  it('counts the longest language of each text', () => {
    const body = command({ description_localizations: { 'zh-CN': '问'.repeat(40), de: 'x'.repeat(20) } });
    expect(commandCharacters(body as never)).toBe(6 + 40);
  });
});

it('a stored command is shown with all languages, or only with the texts of the one asked for', () => {
  const record: CommandRecord = {
    ...toDefinition(
      command({
        name_localizations: { 'zh-CN': '问卷' },
        options: [
          text('title', { required: true, max_length: null, description_localizations: { 'zh-CN': '标题' } }),
        ],
      }) as never,
    ),
    id: '1',
    applicationId: '2',
    guildId: '3',
    version: '4',
  };
  expect(toCommandJson(record)).toMatchObject({
    name: 'survey',
    name_localizations: { 'zh-CN': '问卷' },
    description_localizations: null,
    options: [{ name: 'title', required: true, description_localizations: { 'zh-CN': '标题' } }],
  });
  const shown = toCommandJson(record, { localizations: false, locale: 'zh-CN' });
  expect(shown).toMatchObject({
    name: 'survey',
    name_localized: '问卷',
    options: [{ description_localized: '标题' }],
  });
  expect(JSON.stringify(shown)).not.toContain('localizations');
});
