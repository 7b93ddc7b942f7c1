import { register } from '../table/client.ts';
import { awaitApproval } from '../workflow/await-approval.ts';
import { step, stepInputs } from '../workflow/state.ts';

export const handler = step(stepInputs.awaitApproval, ({ run, taskToken }) =>
  awaitApproval(register(), run, taskToken),
);
