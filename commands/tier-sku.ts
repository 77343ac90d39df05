/** /tier sku: which products of Discord's shop stand for which tiers. */
import type { App } from '../src/app.ts';
import { action } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { text, yesNo } from '../src/discord/options.ts';
import type { Reply } from '../src/discord/reply.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { isSnowflake } from '../src/kernel/snowflake.ts';
import { nameSku, skusOf } from '../src/tiers/tiers.ts';
import { pickedTier, tierOption } from './tier-options.ts';
import { COLOUR, tierName } from './tier-words.ts';

export const tierSku = action({
  access: 'tier-admin',
  options: { sku: text({ max: 30 }), tier: tierOption(), remove: yesNo() },
  async run(app, call, { sku, tier, remove }) {
    if (sku === null) return listReply(app, call);
    if (!isSnowflake(sku)) throw new Refusal('tiers.sku-wrong', { given: sku });
    const { skus } = call.words.tierInvites;
    if (remove) {
      await nameSku(app, call.guildId, sku, null);
      return { content: skus.removed({ skuId: sku }) };
    }
    if (tier === null) return oneReply(app, call, sku);
    const { id } = pickedTier(app, call.guildId, tier);
    await nameSku(app, call.guildId, sku, id);
    return { content: `${skus.named({ skuId: sku, tier: tierName(app, call, id) })}\n${skus.hint}` };
  },
});

/** What one product stands for. */
async function oneReply(app: App, call: Call, skuId: string): Promise<Reply> {
  const { skus } = call.words.tierInvites;
  const found = (await skusOf(app, call.guildId)).find((one) => one.skuId === skuId);
  return { content: found ? `${lineOf(app, call, found)}\n${skus.change}` : skus.unnamed({ skuId }) };
}

function lineOf(app: App, call: Call, { skuId, tierId }: { skuId: string; tierId: number | null }): string {
  const { skus } = call.words.tierInvites;
  return tierId === null ? skus.closed({ skuId }) : skus.line({ skuId, tier: tierName(app, call, tierId) });
}

async function listReply(app: App, call: Call): Promise<Reply> {
  const { skus } = call.words.tierInvites;
  const lines = (await skusOf(app, call.guildId)).map((sku) => lineOf(app, call, sku));
  const description = lines.length > 0 ? [...lines, '', skus.hint].join('\n') : skus.none;
  return { embeds: [{ title: skus.title, description, color: COLOUR.calm }] };
}
