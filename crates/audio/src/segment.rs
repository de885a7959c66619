//! From probabilities to "begins" and "ends": two thresholds, a hangover, a shortest length.

use crate::config::VadSettings;

/// Decides frame by frame whether somebody is speaking.
#[derive(Debug, Clone)]
pub struct Segmenter {
    settings: VadSettings,
    frame_ms: f32,
    /// Where the speech, reported or not, began.
    onset: Option<u64>,
    reported: bool,
    /// How much of it was surely speech.
    spoken_ms: f32,
    /// The pause it is in.
    pause_ms: f32,
}

/// What a frame changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Speech began, at this position (some frames ago).
    Begins(u64),
    /// Speech ended with the hangover.
    Ends,
}

impl Segmenter {
    /// `settings` must have been checked.
    pub(crate) fn new(settings: VadSettings, frame_ms: f32) -> Segmenter {
        Segmenter {
            settings,
            frame_ms,
            onset: None,
            reported: false,
            spoken_ms: 0.0,
            pause_ms: 0.0,
        }
    }

    pub(crate) fn settings(&self) -> &VadSettings {
        &self.settings
    }

    pub(crate) fn set(&mut self, settings: VadSettings) {
        self.settings = settings;
    }

    /// Whether speech has begun and has not ended.
    pub(crate) fn speaking(&self) -> bool {
        self.reported
    }

    /// Takes the probability of the frame that begins at `start`.
    pub(crate) fn frame(&mut self, probability: f32, start: u64) -> Option<Turn> {
        if probability >= self.settings.positive_speech_threshold {
            self.onset.get_or_insert(start);
            self.spoken_ms += self.frame_ms;
            self.pause_ms = 0.0;
        } else if probability < self.settings.negative_speech_threshold {
            self.pause_ms += self.frame_ms;
        }
        let onset = self.onset?;
        if !self.reported && self.spoken_ms >= self.settings.min_speech_ms {
            self.reported = true;
            return Some(Turn::Begins(onset));
        }
        if self.pause_ms >= self.settings.redemption_ms.max(self.frame_ms) {
            let reported = self.reported;
            self.reset();
            return reported.then_some(Turn::Ends);
        }
        None
    }

    pub(crate) fn reset(&mut self) {
        self.onset = None;
        self.reported = false;
        self.spoken_ms = 0.0;
        self.pause_ms = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames of 16 ms, drawn: `#` surely speech, `-` in between, `.` surely not.
    #[track_caller]
    fn check(drawing: &str, expected: &[(usize, Turn)]) {
        let settings = VadSettings {
            positive_speech_threshold: 0.5,
            negative_speech_threshold: 0.35,
            min_speech_ms: 48.0,
            redemption_ms: 64.0,
            ..VadSettings::default()
        };
        let mut segmenter = Segmenter::new(settings, 16.0);
        let mut turns = Vec::new();
        for (n, frame) in drawing.chars().enumerate() {
            let probability = match frame {
                '#' => 0.9,
                '-' => 0.4,
                _ => 0.1,
            };
            turns.extend(segmenter.frame(probability, n as u64).map(|turn| (n, turn)));
        }
        assert_eq!(turns, expected, "{drawing}");
    }

    #[test]
    fn speech_begins_where_its_first_frame_was() {
        check("..###", &[(4, Turn::Begins(2))]);
        check("..#-#.#", &[(6, Turn::Begins(2))]);
    }

    #[test]
    fn a_click_is_not_speech() {
        check("..##....##....", &[]);
    }

    #[test]
    fn speech_ends_after_the_hangover() {
        check("###...#....", &[(2, Turn::Begins(0)), (10, Turn::Ends)]);
    }

    #[test]
    fn what_is_neither_does_not_end_it() {
        check("###------------", &[(2, Turn::Begins(0))]);
    }

    #[test]
    fn it_begins_again() {
        check("###....###", &[(2, Turn::Begins(0)), (6, Turn::Ends), (9, Turn::Begins(7))]);
    }
}
