/** Which language to speak, and its catalogue. Discord has many locales; every Chinese one reads Simplified Chinese, the rest English. */
import type { Refusal, RefusalCode } from '../kernel/errors.ts';
import { en } from './en.ts';
import type { Locale } from './format.ts';
import { zhCN } from './zh-CN.ts';

export type Catalogue = typeof en;

export const catalogues: Record<Locale, Catalogue> = { en, 'zh-CN': zhCN };

/** Our language for one of Discord's locales. */
export function localeOf(discordLocale: string | null | undefined): Locale {
  return discordLocale?.startsWith('zh') ? 'zh-CN' : 'en';
}

/** The sentence of a refusal in one language. */
export function renderRefusal<C extends RefusalCode>(refusal: Refusal<C>, locale: Locale): string {
  const sentence = catalogues[locale].refusals[refusal.code] as (facts: Refusal<C>['facts']) => string;
  return sentence(refusal.facts);
}
