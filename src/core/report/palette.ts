/** Colours of the text report. They come from the host, which knows its terminal; without one the text is plain. */
export interface Palette {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  blue(text: string): string;
}

const same = (text: string): string => text;

export const PLAIN: Palette = { bold: same, dim: same, red: same, yellow: same, blue: same };
