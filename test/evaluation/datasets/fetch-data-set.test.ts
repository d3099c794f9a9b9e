import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataFolder } from '../../../bench/recorded.ts'
import { fetchDataSet } from '../../../src/evaluation/datasets/fetch-data-set.ts'

const data = dataFolder()
const published = data === undefined ? undefined : await readFile(join(data, 'xstest', 'prompts.csv'))

let folder: string
let server: Server
let url: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recourse-fetch-'))
  server = createServer((request, response) => {
    if (request.url === '/published' && published) response.end(published)
    else if (request.url === '/other') response.end('id,prompt\n1,another file\n')
    else response.writeHead(404).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

describe('fetching a public data set', () => {
  it.skipIf(published === undefined)('writes the published file, once', async () => {
    const out = join(folder, 'xstest.csv')
    expect(await fetchDataSet('xstest', { url: `${url}/published`, out })).toContain('Röttger')
    expect(await readFile(out)).toEqual(published)
    expect(await fetchDataSet('xstest', { url: `${url}/nowhere`, out })).toContain('is there already')
  })

  it('writes nothing when the file is another than was published', async () => {
    const out = join(folder, 'other.csv')
    await expect(fetchDataSet('xstest', { url: `${url}/other`, out })).rejects.toThrow('nothing was written')
    await expect(readFile(out)).rejects.toThrow('ENOENT')
  })

  it('never writes over another file', async () => {
    const out = join(folder, 'mine.csv')
    await writeFile(out, 'mine')
    await expect(fetchDataSet('xstest', { url: `${url}/published`, out })).rejects.toThrow(
      'give another name with --out',
    )
    expect(await readFile(out, 'utf8')).toBe('mine')
  })

  it.each([
    ['/nowhere', 'answered HTTP 404: try again later, or name another place with --url.'],
    [':1/closed', 'cannot be reached'],
  ])('gives one line when %s does not give it', async (path, message) => {
    const address = path.startsWith(':') ? `http://127.0.0.1${path}` : `${url}${path}`
    await expect(fetchDataSet('xstest', { url: address, out: join(folder, 'no.csv') })).rejects.toThrow(
      message,
    )
  })

  it('names the data sets there are', async () => {
    await expect(fetchDataSet('xtest')).rejects.toThrow('did you mean xstest?')
  })
})
