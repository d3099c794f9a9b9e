/**
 * Uploads: files.getUploadURLExternal, the address it gives, and files.completeUploadExternal.
 * https://docs.slack.dev/messaging/working-with-files#uploading_files
 */
import { objectOf, objectsOf, stringOf } from '../shared/json.ts'
import type { Refusal } from './limits.ts'
import { fail, type Method, missingScope, type Slack } from './methods.ts'

/** A file as a test sees it. */
export interface UploadedFile {
  readonly id: string
  readonly filename: string
  readonly length: number
  bytes: Buffer | undefined
  title: string
  /** Only what was completed can be shown. */
  complete: boolean
  /** Where it was shared, if anywhere. */
  channel: string | undefined
}

const getUploadUrl: Method = (args, slack) => {
  const refused = missingScope(slack, 'files:write')
  if (refused !== undefined) return refused
  const filename = stringOf(args['filename'])
  const length = Number(args['length'])
  if (filename === '' || !(length > 0)) return fail('invalid_arguments')
  const id = `F1${String(slack.state.files.size + 1).padStart(8, '0')}`
  slack.state.files.set(id, {
    id,
    filename,
    length,
    bytes: undefined,
    title: filename,
    complete: false,
    channel: undefined,
  })
  return { ok: true, upload_url: `${slack.baseUrl}/upload/${id}`, file_id: id }
}

/** Takes what is posted to the address of an upload, alone or as a form; false where it is not what was announced. */
export async function takeUpload(
  slack: Slack,
  path: string,
  body: Buffer,
  contentType: string,
): Promise<boolean> {
  const file = slack.state.files.get(path.replace('/upload/', ''))
  const bytes = contentType.startsWith('multipart/form-data') ? await fileIn(body, contentType) : body
  if (file === undefined || bytes?.length !== file.length) return false
  file.bytes = bytes
  return true
}

async function fileIn(body: Buffer, contentType: string): Promise<Buffer | undefined> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData()
  const part = [...form.values()].find((value) => typeof value !== 'string')
  return part && Buffer.from(await part.arrayBuffer())
}

const completeUpload: Method = (args, slack) => {
  const refused = missingScope(slack, 'files:write')
  if (refused !== undefined) return refused
  const named = objectsOf(args['files'])
  const files = named.flatMap(({ id }) => slack.state.files.get(stringOf(id)) ?? [])
  if (named.length === 0) return fail('invalid_arguments')
  if (files.length < named.length || files.some(({ bytes }) => bytes === undefined))
    return fail('file_not_found')
  const channel = stringOf(args['channel_id'])
  if (channel !== '' && !slack.workspace.botIsIn(channel)) return fail('channel_not_found')
  for (const [index, file] of files.entries()) {
    file.channel = channel || undefined
    file.title = stringOf(named[index]?.['title']) || file.filename
    file.complete = true
  }
  return {
    ok: true,
    files: files.map(({ id, title, filename: name }) => ({ id, title, name, mimetype: '' })),
  }
}

/** What is wrong with the images of a message: a file has to be there, and whole. */
export function imageRefusal(slack: Slack, blocks: unknown): Refusal | undefined {
  const at = objectsOf(blocks).findIndex((block) => {
    if (block['type'] !== 'image' || block['slack_file'] === undefined) return false
    return slack.state.files.get(stringOf(objectOf(block['slack_file'])['id']))?.complete !== true
  })
  if (at < 0) return undefined
  return { error: 'invalid_blocks', detail: `invalid slack file [json-pointer:/blocks/${at}/slack_file]` }
}

export const fileMethods: Readonly<Record<string, Method>> = {
  'files.completeUploadExternal': completeUpload,
  'files.getUploadURLExternal': getUploadUrl,
}
