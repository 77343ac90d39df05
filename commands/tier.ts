/** /tier: paid tiers. Only puts the subcommands together; each stands in a file of its own. */
import { command } from '../src/discord/command.ts';
import { tierChanges } from './tier-changes.ts';
import { tierDefinitions } from './tier-definitions.ts';
import { drift, repair } from './tier-drift.ts';
import { tierExport } from './tier-export.ts';
import { tierHistory } from './tier-history.ts';
import { tierImport } from './tier-import.ts';
import { tierInvite } from './tier-invite.ts';
import { tierMembers } from './tier-members.ts';
import { tierRefund } from './tier-refund.ts';
import { tierSettings } from './tier-settings.ts';
import { tierSku } from './tier-sku.ts';

export default command({
  name: 'tier',
  subcommands: {
    ...tierDefinitions,
    settings: tierSettings,
    ...tierChanges,
    refund: tierRefund,
    members: tierMembers,
    history: tierHistory,
    drift,
    repair,
    import: tierImport,
    export: tierExport,
    invite: tierInvite,
    sku: tierSku,
  },
});
