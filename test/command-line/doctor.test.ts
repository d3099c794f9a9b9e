import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { type Check, doctor } from '../../src/command-line/doctor.ts'
import { InputError } from '../../src/errors.ts'

const fine: Check = { name: 'one', look: async () => 'fine' }
const slow: Check = { name: 'two', look: async () => ({ warning: 'Works slowly: do this.' }) }
const broken: Check = { name: 'three', look: () => Promise.reject(new InputError('Broken:\n do that.')) }

async function examine(...checks: readonly Check[]) {
  const stdout = new PassThrough()
  const well = await doctor({ stdout }, checks)
  return { well, said: await text(stdout.end()) }
}

describe('the doctor', () => {
  it('says a line for each check', async () => {
    expect(await examine(fine, slow, broken)).toEqual({
      well: false,
      said: 'ok   one: fine\nwarn two: Works slowly: do this.\nbad  three: Broken: do that.\n',
    })
  })

  it('finds all well in spite of a warning', async () => {
    expect(await examine(fine, slow)).toMatchObject({ well: true })
  })
})
