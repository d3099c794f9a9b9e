import type { ChatModel } from '../models/chat-model.ts'
import { promptKey } from '../models/recordings.ts'
import { judgeVerdict } from '../refusal/verdict-judge.ts'
import type { FileLabels } from './file-labels.ts'
import type { CellVerdicts, Seen } from './outcome.ts'

export interface OtherJudges {
  /** By the id of the recorded model. */
  readonly fileLabels: ReadonlyMap<string, FileLabels>
  readonly judge?: ChatModel
  readonly signal: AbortSignal
}

/** Verdicts by others than the detector on what the reader sees, as far as there are any. */
export async function otherVerdicts(
  { item, model, text, isFirst }: Seen,
  wrap: (model: ChatModel) => ChatModel,
  { fileLabels, judge, signal }: OtherJudges,
): Promise<CellVerdicts> {
  const byFile = isFirst ? fileLabels.get(model.id)?.get(promptKey(item.prompt)) : undefined
  const byJudge =
    judge && text.trim() !== '' ? await judgeVerdict(wrap(judge), item.prompt, text, signal) : undefined
  return { ...(byFile && { file: byFile }), ...(byJudge && { judge: byJudge }) }
}
