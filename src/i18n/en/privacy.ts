/** English words of /me: language, what is held, export, erasing, not being counted. */
import { formatCount } from '../format.ts';
import type { CommandWords } from '../command-words.ts';

export const privacy = {
  languageNow: 'From now on I answer you in English, in every community.',
  languageAuto: 'From now on I answer you in the language of your Discord.',
  dataTitle: 'What I hold on you in this community',
  nothingHeld: 'Nothing. There is no record of you here.',
  /** One line each; the key is the feature's name. */
  features: {
    interactions: 'What you did here, without any content (time, channel, kind)',
    memberships: 'When you joined and left',
    surveys: 'Your survey answers and the surveys you made',
    languages: 'The language you chose',
    roles: 'Roles I gave you and took from you',
    tiers: 'Your paid tiers, with what was paid, noted and sent to you',
    tierImport: 'What imported lists said of you',
    learning: 'Courses you looked at and learned, with ratings and certificates',
    courses: 'Courses you wrote, and what you decided about those of others',
    creators: 'Your application to make courses, and the points you earned by them',
    qa: 'Questions you asked and answered in live Q&A, and your votes',
  } as Record<string, string>,
  featureLine: (facts: { feature: string; count: number }) =>
    `- ${facts.feature}: ${facts.count === 1 ? '1 record' : `${formatCount(facts.count, 'en')} records`}`,
  dataAfter:
    'I never store what you write in channels; what you give me yourself, such as a course, an answer or a question, is kept for its purpose. `/me export` gives you all of it as a file, `/me forget` erases it, `/me opt-out` keeps you from being counted.',
  countedState: 'You are counted in the statistics of this community.',
  optedOutState: 'You are **not** counted in the statistics of this community, as you asked.',
  exportReady:
    'This file holds everything I keep on you in this community. Only you can see this message; save the file, its link stops working when the message is gone.',
  exportFileDescription: 'Everything held on you in this community, as JSON',
  exportReadme: [
    'Everything the bot holds on you in this community. Times are in UTC. Content of messages is never stored.',
    'Each key under “held” is one part of the bot; null means that it holds nothing on you.',
    'Missing here: that you opted out, if you did. It is remembered only as a keyed hash, which cannot be read back.',
    'To erase all of it: /me forget. To be counted no longer: /me opt-out.',
  ],
  forgetAsk: [
    '**Erase everything I hold on you in this community?**',
    'What you did here, when you joined, your survey answers, your questions, your progress in courses with ratings and **certificates**, your application and points as a creator and the language you chose are deleted. This cannot be undone: the code of a certificate proves nothing any more.',
    'A paid tier that runs or is still to come stays, with its payments, so that you lose nothing. What is over stays in the books without your name, notes and receipts.',
    'Courses you published stay for those who learn from them, without your name. What of them was never published is deleted.',
    'Reports already posted hold only sums and stay as they are. Copies in backups are gone within seven days.',
  ].join('\n'),
  forgetConfirm: 'Erase everything',
  forgotNothing: 'There was nothing to erase.',
  forgot: (facts: { count: number }) =>
    facts.count === 1 ? 'Erased: 1 record.' : `Erased: ${formatCount(facts.count, 'en')} records.`,
  /** What stays after all; the key is the feature's name. */
  kept: {
    tiers:
      'Your paid tier and its payments stay until it is over, so that you do not lose it. Ask again then, and they lose your name, too.',
  } as Record<string, string>,
  forgetFailed: (facts: { features: string }) =>
    `These parts could not be erased just now: ${facts.features}. Nothing else is lost by trying again: press the button once more in a few minutes.`,
  stillCounted:
    'From your next message on you are counted again. If you do not want that, press the button: then only a keyed hash remembers that you opted out.',
  stillNotCounted: 'You are still not counted, as you asked earlier.',
  optOutButton: 'Do not count me',
  optedOut:
    'Done. From now on nothing you do here is counted as activity, and nothing of it is a ground for recommendations. What you ask for yourself is still kept, since it could not work otherwise: a course you start, an answer or a rating you give. Only a keyed hash remembers it, which nobody can read back. `/me opt-in` undoes it.',
  alreadyOptedOut: 'You have already opted out here. `/me opt-in` undoes it.',
  pastRemains: 'What was recorded until now is still there. You can erase it too:',
  forgetButton: 'Erase the past',
  optedIn: 'Done. From now on you are counted again. Your activity in between was never recorded.',
  alreadyCounted: 'You are already counted here; nothing was changed.',
};

export const privacyRefusals = {};

export const privacyCommands = {
  me: {
    name: 'me',
    description: 'Your language, and what I hold on you',
    subcommands: {
      language: {
        name: 'language',
        description: 'Choose the language I answer you in',
        options: {
          language: {
            name: 'language',
            description: 'The language of my answers to you, in every community',
            choices: { auto: 'As my Discord', en: 'English', 'zh-CN': '简体中文' },
          },
        },
      },
      data: { name: 'data', description: 'What I hold on you in this community, in short' },
      export: { name: 'export', description: 'Everything I hold on you in this community, as a file' },
      forget: { name: 'forget', description: 'Erase everything I hold on you in this community' },
      'opt-out': { name: 'opt-out', description: 'Never be counted in this community again' },
      'opt-in': { name: 'opt-in', description: 'Be counted again after opting out' },
    },
  },
} satisfies Record<string, CommandWords>;
