/** The code of a certificate: how it is made, written and read. Pure. */
import { Refusal } from '../kernel/errors.ts';

/** Without I, L, O and U. Source: https://www.crockford.com/base32.html */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
/** Characters between two dashes. */
const GROUP = 4;
const LOOK_ALIKES: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

export const NAME_MAX = 32;

/** Random bytes that a code needs: five bits of each make a character. */
export const CODE_BYTES = LENGTH;

/** Sixty random bits as twelve characters. */
export function codeOf(random: Uint8Array): string {
  return Array.from(random.subarray(0, LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** As it is shown and typed: 7F3K-9QXM-2TBD. */
export function writtenCode(code: string): string {
  return code.replaceAll(new RegExp(`.{${GROUP}}(?=.)`, 'g'), '$&-');
}

/** What was typed, whatever its case, spaces, dashes and look-alike letters. @throws Refusal `learning.code-unknown` for what is no code. */
export function readCode(typed: string): string {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll(/[OIL]/g, (letter) => LOOK_ALIKES[letter]!);
  if (code.length !== LENGTH || [...code].some((letter) => !ALPHABET.includes(letter)))
    throw new Refusal('learning.code-unknown', {});
  return code;
}

/** A name in one line, as it can stand on a certificate; without what turns the direction of writing. */
export function plainName(given: string): string {
  const line = given
    .replaceAll(/[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return [...line].slice(0, NAME_MAX).join('').trim();
}

/** A name somebody chose for their certificate. @throws Refusal `learning.name-empty`. */
export function chosenName(given: string): string {
  const name = plainName(given);
  if (!/[\p{L}\p{N}]/u.test(name)) throw new Refusal('learning.name-empty', {});
  return name;
}
