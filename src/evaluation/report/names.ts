import { basename } from 'node:path'
import type { JudgeName } from '../cells.ts'
import type { Configuration } from '../manifest.ts'

type Model = Configuration['models'][number]

/** Judges as people call them. */
export const JUDGE_NAMES: Readonly<Record<JudgeName, string>> = {
  people: 'people',
  file: 'the file’s labels',
  judge: 'the judge model',
  detector: 'the detector',
}

/** Names of models that say what is no live model. Recordings go by their file, without its folder. */
export function modelNames(models: readonly Model[]): (id: string) => string {
  const names = new Map(models.map((model) => [model.id, nameOf(model, models)]))
  return (id) => names.get(id) ?? id
}

/** What must be said wherever a number of these models stands; `undefined` where all of them are live. */
export function noticeOf(models: readonly Model[]): string | undefined {
  const scripted = models.filter(({ kind }) => kind === 'scripted')
  if (scripted.length > 0) {
    const which = scripted.length === models.length ? '' : `: ${scripted.map(({ id }) => id).join(', ')}`
    return `Scripted stand-ins, not real models${which}. Their figures say nothing about any real model.`
  }
  return models.some(({ kind }) => kind === 'recorded')
    ? 'Recorded completions: nothing was asked of these models for this report.'
    : undefined
}

function nameOf({ id, kind }: Model, models: readonly Model[]): string {
  if (kind === 'live') return id
  if (kind === 'scripted') return `${id} (scripted)`
  const short = shortOf(id)
  return models.filter((other) => shortOf(other.id) === short).length > 1 ? id : short
}

function shortOf(id: string): string {
  const at = id.indexOf(':') + 1
  return `${id.slice(0, at)}${basename(id.slice(at))}`
}
