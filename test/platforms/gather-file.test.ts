import { expect, it } from 'vitest'
import { gatherFile } from '../../src/platforms/gather-file.ts'

const fileOf = (...pieces: readonly string[]) => ({
  type: 'file' as const,
  name: 'votes.csv',
  mediaType: 'text/csv',
  description: '',
  ifTooLarge: 'Too large.',
  async *content() {
    yield* pieces
  },
})

it('puts a file together up to its limit in bytes', async () => {
  expect(String(await gatherFile(fileOf('é', 'ab'), 4))).toBe('éab')
  expect(await gatherFile(fileOf('é', 'abc'), 4)).toBe('Too large.')
})

it('says so where there is nothing to put together', async () => {
  expect(await gatherFile(fileOf(), 4)).toBe('There is nothing to put into `votes.csv` yet.')
})
