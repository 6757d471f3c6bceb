// Colours, and the words that say the same.
import { MappingType, ThresholdsConfigBuilder, ThresholdsMode, type ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";

export const good = "green";
export const notice = "blue";
export const warning = "orange";
export const bad = "red";
export const neutral = "text";

/** A step of a scale: this colour from that value on; undefined is from the start. */
export type Step = [from: number | undefined, colour: string];

export function scale(steps: Step[]): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps(steps.map(([from, color]) => ({ value: from ?? null, color })));
}

/** Good at 0, bad from 1 on. */
export const noneIsGood: Step[] = [[undefined, good], [1, bad]];

/** Good at 0, a warning from 1 on. */
export const noneIsBest: Step[] = [[undefined, good], [1, warning]];

/** No judgement. */
export const plain: Step[] = [[undefined, neutral]];

/** Words and colours for values, such as 0 and 1. */
export function words(of: Record<string, [text: string, colour: string]>): ValueMapping[] {
  const options = Object.fromEntries(
    Object.entries(of).map(([value, [text, color]], index) => [value, { text, color, index }]),
  );
  return [{ type: MappingType.ValueToText, options }];
}

export const installed = words({ 1: ["installed", good], 0: ["not installed", bad] });
export const yesNo = words({ 1: ["yes", good], 0: ["no", bad] });
