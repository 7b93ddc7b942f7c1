import { publishNotice } from '../runtime/approval-topic.ts';
import { register } from '../table/client.ts';
import { step, stepInputs } from '../workflow/state.ts';
import { tellApprovers } from '../workflow/tell-approvers.ts';

export const handler = step(stepInputs.tellApprovers, ({ run }) => tellApprovers(register(), run, publishNotice));
