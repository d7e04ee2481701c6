//! The paths of tiles, as C2SP has them (c2sp.org/tlog-tiles).

/// The hashes of a full tile.
const WIDTH: u64 = 256;

/// The highest level of tiles.
const LEVEL_MAX: i16 = 5;

/// What a tile has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TileOf {
    /// The hashes of a level.
    Hashes(i16),
    /// The entries of leaves.
    Entries,
}

/// A tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TilePath {
    /// What it has.
    pub of: TileOf,
    /// How many tiles are before it.
    pub index: u64,
    /// How many hashes or entries it has.
    pub width: u64,
}

impl TilePath {
    /// Reads a path, if it is one.
    pub fn read(path: &str) -> Option<Self> {
        let (of, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let of = match of {
            "entries" => TileOf::Entries,
            level => TileOf::Hashes(number(level)?).checked()?,
        };
        let (index, width) = match rest.split_once(".p/") {
            None => (rest, WIDTH),
            Some((index, width)) => (index, number(width).filter(|it| (1..WIDTH).contains(it))?),
        };
        let groups: Vec<&str> = index.split('/').collect();
        let (last, first) = groups.split_last()?;
        let mut number = 0_u64;
        let first: Option<Vec<&str>> = first.iter().map(|it| it.strip_prefix('x')).collect();
        for group in first?.into_iter().chain([*last]) {
            let is_group = group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
            let group: u64 = group.parse().ok().filter(|_| is_group)?;
            number = number.checked_mul(1_000)?.checked_add(group)?;
        }
        let read = Self {
            of,
            index: number,
            width,
        };
        (read.path() == path && number < 1 << 48).then_some(read)
    }

    /// Its path.
    pub fn path(&self) -> String {
        let mut index = format!("{:03}", self.index % 1_000);
        let mut rest = self.index / 1_000;
        while rest > 0 {
            index = format!("x{:03}/{index}", rest % 1_000);
            rest /= 1_000;
        }
        let of = match self.of {
            TileOf::Hashes(level) => level.to_string(),
            TileOf::Entries => "entries".to_owned(),
        };
        match self.width {
            WIDTH => format!("tile/{of}/{index}"),
            width => format!("tile/{of}/{index}.p/{width}"),
        }
    }
}

impl TileOf {
    fn checked(self) -> Option<Self> {
        match self {
            Self::Hashes(level) if !(0..=LEVEL_MAX).contains(&level) => None,
            it => Some(it),
        }
    }
}

fn number<N: std::str::FromStr + ToString>(text: &str) -> Option<N> {
    let number: N = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_tlog_tiles() {
        for (path, of, index, width) in [
            ("tile/0/x001/x234/067", TileOf::Hashes(0), 1_234_067, 256),
            ("tile/1/000.p/5", TileOf::Hashes(1), 0, 5),
            ("tile/entries/000", TileOf::Entries, 0, 256),
            ("tile/entries/x001/067.p/255", TileOf::Entries, 1_067, 255),
        ] {
            let tile = TilePath { of, index, width };
            assert_eq!(TilePath::read(path), Some(tile), "{path}");
            assert_eq!(tile.path(), path);
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for path in [
            "",
            "tile/0",
            "tile/6/000",
            "tile/-1/000",
            "tile/00/000",
            "tile/0/0",
            "tile/0/0000",
            "tile/0/x000/001",
            "tile/0/001/002",
            "tile/0/x001",
            "tile/0/+01",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/05",
            "/tile/0/000",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        ] {
            assert_eq!(TilePath::read(path), None, "{path}");
        }
    }
}
