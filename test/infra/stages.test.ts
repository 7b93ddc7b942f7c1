import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../functions/runtime/env.ts';
import { checkConfig, chosenStage, configs, regions, type StageConfig, stages } from '../../lib/config.ts';
import { newApp } from './synthesized.ts';

const choose = (context: Record<string, string>, environment: NodeJS.ProcessEnv = {}) =>
  chosenStage((name) => context[name], environment);

describe.each(stages)('stage %s', (stage) => {
  it('synthesizes without a finding and without a warning', () => {
    const { app, clearAway } = newApp(stage, {}, true);
    try {
      const messages = app.synth().stacks.flatMap((stack) => stack.messages);
      expect(messages.filter(({ level }) => level !== 'info').map(({ id, entry }) => [id, entry.data])).toEqual([]);
    } finally {
      clearAway();
    }
  });

  it('has settings that the functions accept', () => {
    expect(settingsSchema.safeParse(configs[stage].settings).success).toBe(true);
  });

  it('lets a run look back for longer than a recorder lives', () => {
    const { settings, recorder } = configs[stage];
    expect(settings.cutOffMarginSeconds).toBeGreaterThan(recorder.timeoutSeconds + 5);
  });
});

describe('cdk-nag', () => {
  it('fails the synthesis on a finding that is not acknowledged', () => {
    const { app, clearAway } = newApp('local');
    new Bucket(new Stack(app, 'careless'), 'OpenBucket');
    try {
      expect(() => app.synth()).toThrow(/validation/i);
    } finally {
      clearAway();
    }
  });

  it.each(['local', 'prod'] as const)(
    'has no acknowledgement in %s that answers no finding, and none without a reason',
    (stage) => {
      const { app, clearAway } = newApp(stage, { alarmEmail: 'operators@omistaja.example' });
      clearAway();
      const findings = [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) => {
        Object.defineProperty(pack, 'isAcknowledged', { value: () => false });
        return pack
          .validateScope(app)
          .violations.flatMap(({ ruleName, violatingResources }) =>
            violatingResources.map(({ constructPath }) => ({ ruleName, constructPath: constructPath ?? '' })),
          );
      });
      const acknowledged = app.node.findAll().flatMap(({ node }) =>
        node.metadata
          .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
          .flatMap(({ data }) => Object.entries(data as Record<string, string>))
          .map(([id, reason]) => ({ under: node.path, id: id.replace(/^annotation::/i, ''), reason })),
      );
      expect(acknowledged.length).toBeGreaterThan(20);
      expect(acknowledged.filter(({ reason }) => !/\w+ \w+ .*\.$/.test(reason))).toEqual([]);
      const idle = acknowledged.filter(
        ({ under, id }) =>
          !findings.some(
            ({ ruleName, constructPath }) => ruleName === id && `${constructPath}/`.startsWith(`${under}/`),
          ),
      );
      expect(idle).toEqual([]);
    },
  );
});

describe('regions', () => {
  it.each(Object.keys(regions))('%s is allowed', (region) => {
    expect(choose({ stage: 'prod', region }).region).toBe(region);
  });

  it.each(['eu-west-2', 'eu-central-2', 'us-east-1', 'eu-north-2', ''])('%s is refused in one sentence', (region) => {
    for (const stage of stages) {
      expect(() => choose({ stage, region })).toThrow(/^Region .* is refused, because .*eu-north-1 \(Stockholm\).*\.$/);
    }
  });

  it("refuses the credentials' region too, and lets the command line choose another", () => {
    const inLondon = { CDK_DEFAULT_REGION: 'eu-west-2' };
    expect(() => choose({ stage: 'local' }, inLondon)).toThrow('Region eu-west-2 is refused');
    expect(choose({ stage: 'prod', region: 'eu-west-1' }, inLondon).region).toBe('eu-west-1');
  });

  it('takes us-east-1 for no choice where the CDK made it up, and only for the local cloud', () => {
    const madeUp = { CDK_DEFAULT_REGION: 'us-east-1' };
    expect(choose({ stage: 'local' }, madeUp).region).toBe('eu-north-1');
    expect(() => choose({ stage: 'local' }, { ...madeUp, AWS_REGION: 'us-east-1' })).toThrow(
      'Region us-east-1 is refused',
    );
    expect(() => choose({ stage: 'prod' }, madeUp)).toThrow('Region us-east-1 is refused');
  });

  it('names no stage that is not there', () => {
    expect(() => choose({ stage: 'production' })).toThrow(/^There is no stage production: .*local, dev, prod\.$/);
  });

  it('ends the program with the sentence alone', async () => {
    const program = path.join(import.meta.dirname, '../../bin/app.ts');
    const env = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ stage: 'dev', region: 'eu-west-2' }) };
    const run = promisify(execFile)(process.execPath, [program], { env });
    await expect(run).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Region eu-west-2 is refused.*\.\n$/),
    });
  });
});

describe('settings that do not go together', () => {
  const { local } = configs;
  const cases: [string, Partial<StageConfig>][] = [
    ['cutOffMarginSeconds', { settings: { ...local.settings, cutOffMarginSeconds: 30 } }],
    [
      'messageDeadlineSeconds',
      { settings: { ...local.settings, cutOffMarginSeconds: 900, messageDeadlineSeconds: 25 } },
    ],
    ['batchingWindowSeconds', { recorder: { ...local.recorder, messagesPerBatch: 50 } }],
    ['bonusRunDayOfMonth', { settings: { ...local.settings, bonusRunDayOfMonth: 10 } }],
    ['sealMarginSeconds', { settings: { ...local.settings, sealMarginSeconds: 35 } }],
    ['sealSilenceMinutes', { settings: { ...local.settings, sealSilenceMinutes: 61 } }],
    ['accessSealLock', { accessSealLock: { mode: 'GOVERNANCE', years: 1 } }],
    ['shareRefundMonths', { settings: { ...local.settings, shareRefundMonths: 5 } }],
    ['resignationBarMonths', { settings: { ...local.settings, resignationBarMonths: 37 } }],
    ['shareReminderMonths', { settings: { ...local.settings, shareReminderMonths: [18, 24] } }],
    ['leastSharePaymentCents', { settings: { ...local.settings, leastSharePaymentCents: 10_001 } }],
    ['memberAgeWithGuardianYears', { settings: { ...local.settings, memberAgeWithGuardianYears: 19 } }],
    ['retailers', { retailers: ['havu', 'havu'] }],
    ['retailers', { retailers: ['Havu Oy'] }],
    ['at most 50 retailers', { retailers: Array.from({ length: 51 }, (_, index) => `r${index + 10}`) }],
  ];
  it.each(cases)('are refused by name: %s', (name, change) => {
    expect(() => checkConfig({ ...local, ...change })).toThrow(name);
  });
});
