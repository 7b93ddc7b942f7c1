import type { CoopSettingsView, changeCoopSettings, showCoopSettings } from '../coop-settings.ts';
import type { EndpointExamples } from './example.ts';

const coopId = 'demo';
const asBuilt = { returnPolicy: 'monthOfReturn', surplusFillsShare: true } as const;
const changed = { ...asBuilt, returnPolicy: 'monthOfPurchase' } as const;
const reason = 'Decided by the board on 10 March';

const before: CoopSettingsView = { coopId, version: 1, settings: asBuilt, changes: [] };
const after: CoopSettingsView = {
  coopId,
  version: 2,
  settings: changed,
  changes: [
    {
      version: 2,
      by: '6f2d0a3e-8c1b-4a57-9d6e-3b1f0c7a5e42',
      at: '2026-03-11T09:00:00+02:00',
      reason,
      settings: changed,
    },
  ],
};

/** The examples of a co-op's settings. */
export const coopSettingsExamples = {
  showCoopSettings: {
    requests: [{ name: 'of-a-coop', summary: 'One co-op', value: { coopId } }],
    results: [{ name: 'as-built', summary: 'Never changed', value: before }],
  } satisfies EndpointExamples<typeof showCoopSettings>,

  changeCoopSettings: {
    requests: [
      {
        name: 'returns',
        summary: 'A return takes back what its purchase earned',
        value: { coopId, version: 1, settings: changed, reason },
      },
    ],
    results: [{ name: 'changed', summary: 'For what is recorded from now on', value: after }],
  } satisfies EndpointExamples<typeof changeCoopSettings>,
};
