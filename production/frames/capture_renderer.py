"""Manim's renderer, whose frames go to a function instead of into a file.

This is the one place that reaches into Manim's loop of plays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol, TypeAlias

from manim.renderer.cairo_renderer import CairoRenderer
from manim.utils.exceptions import EndSceneEarlyException

from production.errors import BEFORE_THE_FIRST_BEAT
from production.frames.animations import ends_within, moving_points, shown
from production.frames.beat_listener import tell
from production.frames.camera import Frame, IncrementalCamera
from production.frames.camera_choice import Cause, Choice, DrawnOtherwise, choose
from production.frames.manims_camera import ManimsCamera
from production.frames.plays import depends_on_frames_before, frames_of_play, frames_of_rest, may_count_frames
from production.frames.selection import Selection, Stretch
from production.frames.sound_notes import SoundNotes
from production.frames.wanted import WantedFrames
from production.timeline import AddedSound

OnFrame: TypeAlias = Callable[[int, Frame, int], None]
"""Takes the number of a frame, the frame, and for how many frames in a row it stands."""


MANIMS_FIRST_SECTION = "autocreated"
"""What Manim calls a section that no author has named."""

MUCH = 4800
"""So many points move at once in a surface that is turned, or where a whole picture goes or comes; arrows
that move have a tenth of them."""


class LeaveStretch(Exception):  # noqa: N818  it is no error
    """Raised by what takes frames: no more of this stretch is wanted."""


class DrawingCamera(Protocol):
    """What draws a scene's pictures: a camera of ours, or one that uses Manim's."""

    camera: Any
    """The camera that the scene sees."""

    def forget(self) -> None:
        """Draw everything the next time, as if nothing had been drawn before."""

    def begin_play(self) -> None:
        """Expect other mobjects to move than before."""

    def begin_stretch(self, stretch: Stretch) -> None:
        """Draw a stretch, which begins, as if no frame of this play had been drawn before."""

    def note(self, draw: Callable[[], None]) -> None:
        """Take what draws the next picture with the scene's camera."""

    def keep_still(self, *, is_wanted: bool) -> Any:
        """Return the picture that was noted, which others of this play begin with, if one is wanted."""

    def draw_frame(self) -> Frame:
        """Draw the picture that was noted."""


class CaptureRenderer(CairoRenderer):
    """Manim's Cairo renderer, whose frames go to a function.

    A frame is only noted until it is known to be wanted; only then it is drawn.

    Parameters
    ----------
    on_frame
        Called with each frame that is wanted.
    selection
        Which frames are.
    camera_class
        What draws where there is no cause for another camera.
    cause
        A cause that was found when the scene was played before.
    handed_on
        The number of frames that were handed on then, and are not again.
    beats_are_sections
        Whether the scene knows no beats, so that its sections count as such. Of a scene that knows some, a
        play of which nothing is wanted is skipped; in any other scene what a frame shows may depend on how
        many there were before it, so all of them are played, though not drawn. Where none is drawn at all,
        plays that call nothing of the scene's own at each frame are skipped there, too.
    """

    def __init__(
        self,
        on_frame: OnFrame,
        selection: Selection,
        camera_class: Callable[[], IncrementalCamera],
        *,
        cause: Cause | None = None,
        handed_on: int = 0,
        beats_are_sections: bool = False,
    ) -> None:
        self._drawing: DrawingCamera | None = None
        # The scene has not said yet which camera it wants.
        no_camera: Any = lambda: None  # noqa: E731
        super().__init__(camera_class=no_camera, file_writer_class=SoundNotes)
        self._incremental_camera = camera_class
        self._choice = Choice(cause)
        self.handed_on = handed_on
        """The number of the first frame that has not been handed on."""
        self.beat = BEFORE_THE_FIRST_BEAT
        self.receiver_error: Exception | None = None
        self.first_frames: list[int] = []
        """Of each play, one that is only a rest too."""
        self.rests: list[tuple[int, int]] = []
        """The first frame of each play in which the picture stands still, and the first one after it."""
        self.ends_within_plays: set[float] = set()
        """The moments (seconds) at which an animation ends that is shorter than its play."""
        self.busy: list[tuple[int, int]] = []
        """Likewise of each play in which much moves at once."""
        self.sections: list[tuple[str, int]] = []
        """The title and the first frame of each section in which something is played."""
        self.is_ended_by_frames = False
        """Whether a frame ended a play: at another frame rate it would be another moment."""
        self.next_frame = 0
        """The number of the frame that is played next, drawn or not."""
        self._on_frame = on_frame
        self._draws_any = selection.frames is None or len(selection.frames) > 0
        self._wanted = WantedFrames(selection)
        self._wanted_now: Sequence[range] = ()
        self._beats_are_sections = beats_are_sections
        self._section: Any = None

    @property
    def camera(self) -> Any:
        """The camera that the scene sees."""
        assert self._drawing is not None
        return self._drawing.camera

    @camera.setter
    def camera(self, camera: Any) -> None:
        if self._drawing is None:
            return
        if not (isinstance(self._drawing, ManimsCamera) and self._drawing.draws_all):
            raise DrawnOtherwise(Cause.OTHER_CAMERA)
        self._drawing.use(camera)

    @property
    def drawn_by(self) -> str:
        """Which camera draws, and why."""
        return self._choice.said(self.camera)

    @property
    def sounds(self) -> tuple[AddedSound, ...]:
        """What the scene wants to be heard."""
        return tuple(self.file_writer.sounds)

    def init_scene(self, scene: Any, *args: Any) -> None:
        """Take a scene, and choose the camera for it."""
        super().init_scene(scene, *args)
        self._choice = choose(scene.camera_class, self._choice.cause, draws_any=self._draws_any)
        if self._choice.cause is None:
            self._drawing = self._incremental_camera()
        else:
            self._drawing = ManimsCamera(scene.camera_class, draws_all=self._choice.draws_all)

    def take_over(self, scene: Any) -> None:
        """Play a scene that has made a renderer of its own, with that one's camera."""
        camera = scene.renderer.camera
        scene.renderer = self
        super().init_scene(scene, scene.session_spec, scene.file_writer_settings)
        self._choice = Choice(Cause.OWN_RENDERER, draws_all=True)
        self._drawing = ManimsCamera(lambda: camera, draws_all=True)

    def begin_beat(self, index: int, title: str) -> None:
        """Note that a beat begins; end the scene if no more of it is wanted."""
        if self._wanted.is_over(index):
            raise EndSceneEarlyException
        if index:
            self._wanted.begin_beat(index, self.next_frame)
        assert self._drawing is not None
        # How a beat is drawn does not depend on what was drawn before it.
        self._drawing.forget()
        self.beat = f"beat {index + 1} ({title})"
        tell(self.beat)

    def play(self, scene: Any, *args: Any, **kwargs: Any) -> None:
        """Play, and count the frames of it."""
        if self._beats_are_sections:
            self._begin_section(scene)
        first, start = self.next_frame, self.time
        self.first_frames.append(first)
        before = shown(scene)
        super().play(scene, *args, **kwargs)
        self.is_ended_by_frames |= scene.stop_condition is not None
        if self.skip_animations:
            self._end_skipped_play(scene, first, start)
            if not (self._beats_are_sections and self._section.skip_animations):
                # Manim leaves it so until the next play, and takes no sound meanwhile.
                self.skip_animations = False
        if scene.is_current_animation_frozen_frame():
            self.rests.append((first, self.next_frame))
        elif moving_points(scene, before) >= MUCH:
            self.busy.append((first, self.next_frame))
        begins, lasts = (frames / self.camera.frame_rate for frames in (first, self.next_frame - first))
        self.ends_within_plays.update(begins + end for end in ends_within(scene.animations, lasts))

    def _end_skipped_play(self, scene: Any, first: int, start: float) -> None:
        """Set the clock after a play that was skipped."""
        if self._beats_are_sections and self._section.skip_animations:
            # As in Manim's film, it takes no time.
            self.time = start
            return
        frames = frames_of_play(scene)
        self.next_frame = first + frames
        if self._beats_are_sections:
            # To the last digit as if it had been played.
            self.time = start
            for _ in range(frames):
                self.time += 1 / self.camera.frame_rate
        if not scene.is_current_animation_frozen_frame():
            # Manim leaves this out of a skipped play; what follows a tracker would show an older value.
            scene.update_mobjects(0)

    def _begin_section(self, scene: Any) -> None:
        section = self.file_writer.sections[-1]
        if section is not self._section:
            self._section = section
            if not section.skip_animations:
                title = type(scene).__name__ if section.name == MANIMS_FIRST_SECTION else section.name
                self.begin_beat(len(self.sections), title)
                self.sections.append((title, self.next_frame))

    def update_skipping_status(self) -> None:
        """Skip what the scene wants skipped; Manim asks before each play. A film has all of its beats."""
        if self._beats_are_sections:
            super().update_skipping_status()

    def update_frame(self, *args: Any, **kwargs: Any) -> None:
        """Note what the next frame shows."""
        self._note(partial(super().update_frame, *args, **kwargs))

    def _note(self, draw: Callable[[], None]) -> None:
        assert self._drawing is not None
        self._drawing.note(draw)

    def save_static_frame_data(self, scene: Any, static_mobjects: Any) -> Any:
        """Begin a play: Manim has just found out how long it is, and what of it stands still."""
        assert self._drawing is not None
        self._drawing.begin_play()
        if not self.skip_animations:
            play = range(self.next_frame, self.next_frame + frames_of_play(scene))
            self._wanted_now = self._wanted_of(scene, play)
            if not self._wanted_now and self._can_be_skipped(scene):
                # From here on Manim passes over it.
                self.skip_animations = True
                self.time += scene.duration
            elif self._wanted.is_cut(play):
                # What stands still is drawn now, for both stretches.
                self._drawing.forget()
        self.static_image: Any = None
        if static_mobjects:
            self.update_frame(scene, static_mobjects)
            is_wanted = not self.skip_animations and bool(self._wanted_now)
            self.static_image = self._drawing.keep_still(is_wanted=is_wanted)
        return self.static_image

    def render(self, scene: Any, time: float, moving_mobjects: Any = None) -> None:  # noqa: ARG002
        """Note a frame of a play, and draw it if it is wanted."""
        self.update_frame(scene, moving_mobjects)
        self._add_frames(1)

    def _wanted_of(self, scene: Any, play: range) -> Sequence[range]:  # noqa: ARG002
        """Return what is wanted of a play of some frames that begins, in order."""
        return self._wanted.of_play(play)

    def _can_be_skipped(self, scene: Any) -> bool:
        if self._choice.draws_all:
            return False
        if not self._beats_are_sections:
            return not depends_on_frames_before(scene)
        is_rest = scene.is_current_animation_frozen_frame()
        return not (is_rest or self._draws_any or may_count_frames(scene))

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        """Hand on a frame that the scene has made itself."""
        if not self._choice.draws_all:
            raise DrawnOtherwise(Cause.PIXELS)
        self._note(partial(self.camera.set_pixel_array, frame))
        self._add_frames(num_frames)

    def _add_frames(self, num_frames: int) -> None:
        """Draw the frame if it is wanted, and hand it on."""
        if self.skip_animations:
            return
        number = self.next_frame
        self.next_frame += num_frames
        self.time += num_frames / self.camera.frame_rate
        for wanted in self._wanted_now:
            first, end = max(number, wanted.start), min(number + num_frames, wanted.stop)
            if first >= end:
                continue
            stretch = self._wanted.stretch(wanted)
            if first == wanted.start and stretch is not None:
                assert self._drawing is not None
                self._drawing.begin_stretch(stretch)
            try:
                self._hand_on(first, end - first)
            except LeaveStretch:
                self._wanted.leave(wanted)
                self._wanted_now = [each for each in self._wanted_now if each is not wanted]

    def _hand_on(self, number: int, repeat: int) -> None:
        if number < self.handed_on:
            return
        assert self._drawing is not None
        frame = self._drawing.draw_frame()
        self.handed_on = number + repeat
        try:
            self._on_frame(number, frame, repeat)
        except LeaveStretch:
            raise
        except Exception as error:
            # The receiver failed, not the scene: a full disk, say.
            self.receiver_error = error
            raise

    def freeze_current_frame(self, duration: float) -> None:
        """Let the frame stand for so many seconds."""
        self._add_frames(frames_of_rest(duration, self.camera.frame_rate))

    def scene_finished(self, scene: Any) -> None:
        """Hand on the picture of a scene that plays nothing, as its frame 0."""
        super().scene_finished(scene)
        if not self.num_plays and self._wanted.of_play(range(1)):
            self._hand_on(0, 1)
