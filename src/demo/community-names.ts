/** Names for three hundred people, half of them Chinese. Invented; put together by chance. */
import type { Random } from './random.ts';

const GIVEN_EN = (
  'Maya Jonas Priya Lucas Elena Noah Aisha Mateo Hannah Felix Ingrid Ravi Sofia Oscar Leila Tom Nina Diego Freya Arjun ' +
  'Clara Henrik Zoe Marco Amelie Kofi Ruth Pavel Irene Samir Greta Bruno Tessa Ivan Naomi Leo Marta Hugo Esther Karim'
).split(' ');
const FAMILY_EN = (
  'Patel Weber Rossi Novak Larsen Okafor Silva Dubois Kowalski Mendes Fischer Haddad Moreau Svensson Costa Ibrahim ' +
  'Keller Santos Virtanen Murphy Horvat Bauer Lindgren Popescu Mercier Nakamura Reyes Walsh Petrov Yilmaz'
).split(' ');
const FAMILY_ZH = [
  ...'陈林周吴徐孙马朱胡郭何高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈姚卢傅钟姜崔谭',
];
const GIVEN_ZH = (
  '子昂 思远 雨桐 一诺 浩然 梓涵 佳怡 明轩 若曦 俊杰 诗涵 天佑 欣然 宇航 晓彤 嘉豪 语嫣 志强 静怡 博文 书瑶 泽宇 婉清 文博 ' +
  '可欣 睿渊 雪松 晨曦 家明 安琪 立群 小川 知行 青云 望舒 南乔 景行 既明 云起 怀瑾'
).split(' ');
const NICKNAMES_ZH = (
  '青柠 北岸 山雀 半糖 晚风 不吃香菜 代码搬运工 熬夜冠军 秋刀鱼 一只橘猫 摸鱼大师 银河铁道 木鱼 白桦 星尘 海盐 竹影 夏木 知秋 小满 ' +
  '谷雨 惊蛰 沐晨 云深 浅川 长河 远山 听雨 拾光 空山 不二 未央 青衫 如初 递归到天亮 空指针 西红柿炒蛋 编译通过 内存泄漏 风来了'
).split(' ');

/** Different names for ever: `en` and `zh` give a new one with each call. */
export function nameMaker(random: Random): { en(): string; zh(): string } {
  const given = new Set<string>();
  const nicknames = [...NICKNAMES_ZH];
  const fresh = (make: () => string): string => {
    for (;;) {
      const name = make();
      if (given.has(name)) continue;
      given.add(name);
      return name;
    }
  };
  return {
    en: () => fresh(() => `${random.pick(GIVEN_EN)} ${random.pick(FAMILY_EN)}`),
    zh: () =>
      fresh(() => {
        const nickname = random.chance(0.35) ? nicknames.shift() : undefined;
        return nickname ?? `${random.pick(FAMILY_ZH)}${random.pick(GIVEN_ZH)}`;
      }),
  };
}
