import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import {
  type CoopSettings,
  type CoopSettingsView,
  changeCoopSettings,
  coopSettings,
  showCoopSettings,
} from '../../../../contract/coop-settings.ts';
import { localTimeOf } from '../../../../domain/calendar.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { coopSettingsVersions, putCoopSettings } from '../../../table/coop-settings.ts';
import { coopOf } from '../../../table/directory.ts';
import type { Coop } from '../../../table/items.ts';
import { stale } from '../../../table/transaction.ts';

export const showCoopSettingsEndpoint = answers(showCoopSettings, async ({ body }) =>
  viewOf(await coopOf(register(), body.coopId)),
);

export const changeCoopSettingsEndpoint = answers(changeCoopSettings, async ({ body, caller, nowMs }) => {
  const { coopId, version, settings, reason, dryRun } = body;
  const coop = await coopOf(register(), coopId);
  // Sent again because the answer was lost: it finds what it made.
  const isThere = coop.version === version + 1 && isDeepStrictEqual(settingsOf(coop), settings);
  if (isThere) return await viewOf(coop);
  if ((coop.version ?? 1) !== version) throw new DomainError(stale.code, stale.detail);
  const said = { by: caller.staffId, atMs: nowMs, reason };
  return await viewOf(await putCoopSettings(register(), coop, settings, said, { dryRun }));
});

const settingsOf = ({ returnPolicy = 'monthOfReturn', surplusFillsShare = true }: Coop): CoopSettings => ({
  returnPolicy,
  surplusFillsShare,
});

async function viewOf(coop: Coop): Promise<CoopSettingsView> {
  const changes = await coopSettingsVersions(register(), coop.coopId);
  return {
    coopId: coop.coopId,
    version: coop.version ?? 1,
    settings: settingsOf(coop),
    changes: changes.map(({ version, by, atMs, reason, entry }) => ({
      version,
      by,
      at: localTimeOf(atMs),
      reason,
      settings: z.parse(coopSettings, entry),
    })),
  };
}
