import * as z from 'zod/mini';
import { freeTextSchema } from '../domain/free-text.ts';
import { coopIdSchema } from '../domain/identifiers.ts';
import { returnPolicies } from '../domain/return-policy.ts';
import { endpoint } from './endpoint.ts';
import { dryRun } from './register-fields.ts';

const shared = {
  audience: 'staff',
  function: 'staff-directory',
  method: 'POST',
  permission: 'admin',
  coopIn: 'body',
  status: 200,
} as const;

/** What the rules of a co-op say that runs go by. */
export const coopSettings = z.strictObject({
  returnPolicy: z.enum(returnPolicies),
  surplusFillsShare: z.boolean(),
});
export type CoopSettings = z.infer<typeof coopSettings>;

export const coopSettingsView = z.strictObject({
  coopId: coopIdSchema,
  /** 1 until they are first changed. */
  version: z.int().check(z.positive()),
  settings: coopSettings,
  changes: z.array(
    z.strictObject({
      version: z.int().check(z.positive()),
      by: z.string(),
      at: z.iso.datetime({ offset: true }),
      reason: z.string(),
      settings: coopSettings,
    }),
  ),
});
export type CoopSettingsView = z.infer<typeof coopSettingsView>;

export const showCoopSettings = endpoint({
  ...shared,
  name: 'showCoopSettings',
  path: '/v1/staff/coop-settings/show',
  summary: "A co-op's settings",
  description: 'What its rules say that runs go by, and every change.',
  body: z.strictObject({ coopId: coopIdSchema }),
  result: coopSettingsView,
  fails: ['unknownCoop'],
});

export const changeCoopSettings = endpoint({
  ...shared,
  name: 'changeCoopSettings',
  path: '/v1/staff/coop-settings/change',
  summary: "Change a co-op's settings",
  description:
    'Returns that are recorded from now on, and runs that are opened from now on, go by them; a run that was calculated before can no longer be signed. Each version stays, with who made it, when and why.',
  body: z.strictObject({
    coopId: coopIdSchema,
    version: z.int().check(z.positive()),
    settings: coopSettings,
    reason: freeTextSchema,
    ...dryRun,
  }),
  result: coopSettingsView,
  fails: ['unknownCoop', 'staleVersion'],
});
