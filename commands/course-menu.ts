/** A menu of courses under a list of them. */
import { ComponentType } from 'discord.js';
import type { APIMessageTopLevelComponent } from 'discord.js';
import { componentId } from '../src/discord/components.ts';
import { shorten } from '../src/i18n/markup.ts';

/** Of one menu. Source: https://docs.discord.com/developers/components/reference#string-select */
const MOST = 25;
const LABEL_MAX = 100;

/** Its values are the courses' numbers; nothing for no course. */
export function courseMenu(
  name: string,
  placeholder: string,
  courses: readonly { readonly courseId: number; readonly title: string }[],
): APIMessageTopLevelComponent[] {
  if (courses.length === 0) return [];
  const options = courses
    .slice(0, MOST)
    .map(({ courseId, title }) => ({ label: shorten(title, LABEL_MAX), value: String(courseId) }));
  const menu = {
    type: ComponentType.StringSelect as const,
    custom_id: componentId(name),
    placeholder,
    options,
  };
  return [{ type: ComponentType.ActionRow, components: [menu] }];
}
