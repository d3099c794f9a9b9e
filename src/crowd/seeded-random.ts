/**
 * Random numbers from 0 up to 1, the same for the same seed: xorshift128 (Marsaglia 2003,
 * https://doi.org/10.18637/jss.v008.i14), its state filled from the seed by a Weyl sequence and a mixing of bits.
 */
export function seededRandom(seed: number): () => number {
  let weyl = seed | 0
  const word = () => {
    weyl = (weyl + 0x9e3779b9) | 0
    let mixed = Math.imul(weyl ^ (weyl >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  }
  let x = word()
  let y = word()
  let z = word()
  // A state of nothing but zeros would stay so.
  let w = word() | 1
  return () => {
    const carried = x ^ (x << 11)
    x = y
    y = z
    z = w
    w = w ^ (w >>> 19) ^ carried ^ (carried >>> 8)
    return (w >>> 0) / 2 ** 32
  }
}
