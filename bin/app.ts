import { App } from 'aws-cdk-lib';
import { chosenStage, RefusedStage } from '../lib/config.ts';
import { addNag } from '../lib/nag.ts';
import { StatefulStack } from '../lib/stateful-stack.ts';
import { StatelessStack } from '../lib/stateless-stack.ts';

/** Stage in, stacks out. */
export function buildApp(
  app: App,
  environment: NodeJS.ProcessEnv,
): { stateful: StatefulStack; stateless: StatelessStack } {
  const stage = chosenStage((name) => app.node.tryGetContext(name), environment);
  addNag(app);
  const stateful = new StatefulStack(app, `omistaja-${stage.stage}-stateful`, stage);
  return { stateful, stateless: new StatelessStack(app, `omistaja-${stage.stage}-stateless`, stage, stateful) };
}

if (import.meta.main) {
  try {
    buildApp(new App(), process.env);
  } catch (error) {
    if (!(error instanceof RefusedStage)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
