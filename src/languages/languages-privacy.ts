/** What the choice of a language holds on a person. It holds in every community, so it is shown and erased in any. */
import type { PrivacyPart } from '../privacy/privacy-part.ts';
import { forgetLanguage } from './languages.ts';

export const languagesPrivacy: PrivacyPart = {
  feature: 'languages',
  models: ['LanguageChoice'],
  async export(app, _guildId, userId) {
    const chosen = app.languages.choiceOf(userId);
    return chosen && { chosenLanguage: chosen };
  },
  erase: (app, _guildId, userId) => forgetLanguage(app, userId),
};
