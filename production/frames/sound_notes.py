"""Manim's writer of files, which writes none here: it only notes the sounds that a scene adds."""

from __future__ import annotations

from os import PathLike
from typing import Any

from manim.scene.scene_file_writer import SceneFileWriter
from manim.utils.sounds import get_full_sound_file_path

from production.timeline import AddedSound


class SoundNotes(SceneFileWriter):
    """Takes the place of what would mix sounds into Manim's own film, and notes them."""

    def init_audio(self) -> None:
        """Begin without a sound."""
        super().init_audio()
        self.sounds: list[AddedSound] = []

    def add_sound(
        self,
        sound_file: str | PathLike[str],
        time: float | None = None,
        gain: float | None = None,
        **kwargs: Any,
    ) -> None:
        """Note a sound, which is found as Manim finds it: by its name as it stands, or in the assets' folder.

        Raises
        ------
        OSError
            If it is not there.
        ValueError
            If it is to be heard before the scene begins.
        """
        start = time or 0.0
        if start < 0:
            raise ValueError(f"add_sound is asked for at {start:g} s, before the scene begins")
        try:
            path = get_full_sound_file_path(sound_file, self.settings.assets_dir)
        except OSError as error:
            raise FileNotFoundError(f"there is no sound {sound_file}, nor in the assets' folder") from error
        self.sounds.append(AddedSound(round(start, 9), str(path.absolute()), gain, **kwargs))
