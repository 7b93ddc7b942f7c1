import { type Command, Option } from 'commander';
import { changeCoopSettings, showCoopSettings } from '../../contract/coop-settings.ts';
import { type ReturnPolicy, returnPolicies } from '../../domain/return-policy.ts';
import { action, type Session } from '../context.ts';
import { type DirectoryChange, given, saidOf, withReason } from '../directory-options.ts';
import { renderCoopSettings } from '../render/coop-settings.ts';
import { coopArgument } from '../runs/run-choice.ts';

type Options = { returns?: ReturnPolicy; surplusFillsShare?: 'yes' | 'no' };

/** `coop settings | set`: what a co-op's rules say that runs go by. */
export function addCoopSettingsCommands(parent: Command, session: Session): void {
  parent
    .command('settings')
    .description('what the rules of a co-op say that runs go by, and every change')
    .argument('<coop>', 'co-op id', coopArgument)
    .action(
      action(session, async (context, _: unknown, coopId: string) => {
        const shown = await (await context.staff())(showCoopSettings, { body: { coopId } });
        context.print(shown, (paint) => renderCoopSettings(shown, paint));
        return undefined;
      }),
    );
  withReason(parent.command('set').description('change the settings of a co-op'))
    .argument('<coop>', 'co-op id', coopArgument)
    .addOption(new Option('--returns <policy>', 'which month a return lowers').choices(returnPolicies))
    .addOption(
      new Option('--surplus-fills-share <answer>', 'whether half of a surplus refund fills an unpaid share').choices([
        'yes',
        'no',
      ]),
    )
    .action(
      action(session, async (context, options: Options & DirectoryChange, coopId: string) => {
        const call = await context.staff();
        const { version, settings } = await call(showCoopSettings, { body: { coopId } });
        const fills = options.surplusFillsShare === undefined ? undefined : options.surplusFillsShare === 'yes';
        const changed = { ...settings, ...given({ returnPolicy: options.returns, surplusFillsShare: fills }) };
        const body = { coopId, version, settings: changed as typeof settings, ...saidOf(options) };
        const after = await call(changeCoopSettings, { body });
        context.print(after, (paint) => renderCoopSettings(after, paint));
        return undefined;
      }),
    );
}
