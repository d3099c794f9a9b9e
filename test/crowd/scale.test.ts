import { describe, expect, it } from 'vitest'
import { labelNumber, scaleOf } from '../../src/crowd/scale.ts'

describe('a scale', () => {
  it('reads labels as numbers, or by their place in an order', () => {
    expect(scaleOf('interval', ['2', '-1.5'])).toEqual({
      level: 'interval',
      values: Float64Array.of(2, -1.5),
    })
    expect(scaleOf('ordinal', ['often', 'never'], ['never', 'sometimes', 'often'])).toEqual({
      level: 'ordinal',
      values: Float64Array.of(2, 0),
    })
    expect(scaleOf('nominal', ['anything'])).toEqual({ level: 'nominal' })
  })

  it('refuses labels that have no place on it', () => {
    expect(() => scaleOf('interval', ['1', 'many'])).toThrow('"many" is no interval label.')
    expect(() => scaleOf('ratio', ['-1'])).toThrow('"-1" is no ratio label.')
    expect(() => scaleOf('ordinal', ['rarely'], ['never', 'often'])).toThrow('"rarely" is no ordinal label.')
  })

  it.each(['', ' ', '0x10', 'Infinity', 'NaN', '1e999', '1,5', '--1', '.'])(
    'does not take %j for a number',
    (label) => {
      expect(labelNumber(label)).toBeUndefined()
    },
  )

  it.each([
    ['1', 1],
    ['+1.50', 1.5],
    ['.5', 0.5],
    ['-2e3', -2000],
  ])('takes %j for a number', (label, number) => {
    expect(labelNumber(label)).toBe(number)
  })
})
