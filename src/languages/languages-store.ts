/** The table of chosen languages. */
import type { App } from '../app.ts';
import type { Locale } from '../i18n/format.ts';
import { localeOf } from '../i18n/i18n.ts';

type Db = Pick<App, 'db'>;

/** Everybody's choice, in no order. */
export async function listLanguageChoices({ db }: Db): Promise<{ userId: string; locale: Locale }[]> {
  const rows = await db.prisma.languageChoice.findMany();
  return rows.map((row) => ({ userId: row.userId.toString(), locale: localeOf(row.locale) }));
}

export async function saveLanguageChoice({ db }: Db, userId: string, locale: Locale): Promise<void> {
  const id = BigInt(userId);
  await db.prisma.languageChoice.upsert({
    where: { userId: id },
    create: { userId: id, locale },
    update: { locale },
  });
}

/** The number of rows deleted: 0 or 1. */
export async function deleteLanguageChoice({ db }: Db, userId: string): Promise<number> {
  const { count } = await db.prisma.languageChoice.deleteMany({ where: { userId: BigInt(userId) } });
  return count;
}
