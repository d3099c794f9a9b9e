import { fileURLToPath } from 'node:url'
import type { Chart } from './chart.ts'
import { FONT } from './chart.ts'

/** Pixels of the picture for each of the drawing, so that it is sharp on dense screens. */
const ZOOM = 2

/** The font that pictures bring along: a machine that serves may have none (SIL Open Font License 1.1). */
const fontFiles = () =>
  [
    import.meta.resolve('@expo-google-fonts/lato/400Regular/Lato_400Regular.ttf'),
    import.meta.resolve('@expo-google-fonts/lato/700Bold/Lato_700Bold.ttf'),
  ].map((url) => fileURLToPath(url))

/** Draws a chart as SVG with its title and description inside. `id` keeps it apart from others on its page. */
export async function chartSvg({ spec, title, description }: Chart, id: string): Promise<string> {
  // Loaded when first needed: whoever asks for no chart does not wait for it.
  const { parse, View } = await import('vega')
  const view = new View(parse(spec), { renderer: 'none' })
  try {
    const svg = await view.toSVG()
    const words = `<title id="${id}-title">${escaped(title)}</title><desc id="${id}-desc">${escaped(description)}</desc>`
    return svg.replace(
      /^<svg([^>]*)>/,
      (_, attributes: string) =>
        `<svg${attributes} role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">${words}`,
    )
  } finally {
    view.finalize()
  }
}

/** A drawing as a PNG picture, off the thread that answers people. */
export async function chartPng(svg: string): Promise<Uint8Array> {
  const { renderAsync } = await import('@resvg/resvg-js')
  const image = await renderAsync(svg, {
    font: {
      loadSystemFonts: false,
      fontFiles: fontFiles(),
      defaultFontFamily: FONT,
    },
    fitTo: { mode: 'zoom', value: ZOOM },
  })
  return image.asPng()
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
}
