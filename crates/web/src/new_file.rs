//! Files that a command writes.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::Path,
};

/// Writes a new file. One that is there already is never overwritten, and one that could not be written whole is taken away
/// again.
///
/// # Errors
/// What stands in the way, with the file and what to do.
pub fn new_file(path: impl AsRef<Path>, bytes: &[u8]) -> db::Result<()> {
    let path = path.as_ref();
    let shown = path.display();
    let refuse = |why: std::io::Error| match why.kind() {
        ErrorKind::AlreadyExists => db::Error::refused(
            format!("“{shown}”已存在，没有覆盖。请换一个文件名。"),
            format!("“{shown}” is there already and was not overwritten. Give another name."),
        ),
        ErrorKind::NotFound => db::Error::refused(
            format!("无法写入“{shown}”：没有这个文件夹。请先建立文件夹，或换一个位置。"),
            format!(
                "“{shown}” cannot be written: there is no such folder. Make the folder first, or give another place."
            ),
        ),
        ErrorKind::PermissionDenied => db::Error::refused(
            format!("无法写入“{shown}”：没有权限。请换一个位置。"),
            format!("“{shown}” cannot be written: it is not allowed there. Give another place."),
        ),
        ErrorKind::StorageFull => db::Error::refused(
            format!("无法写入“{shown}”：磁盘已满。请腾出空间后重试。"),
            format!("“{shown}” cannot be written: the disk is full. Make room and try again."),
        ),
        _ => db::Error::refused(format!("无法写入“{shown}”：{why}"), format!("“{shown}” cannot be written: {why}")),
    };
    let mut file = File::create_new(path).map_err(refuse)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|why| {
        drop(fs::remove_file(path));
        refuse(why)
    })
}

/// Writes several new files, or none of them.
///
/// # Errors
/// As [`new_file`]; the files that were written before are taken away again.
pub fn new_files(files: &[(impl AsRef<Path>, impl AsRef<[u8]>)]) -> db::Result<()> {
    for (at, (path, bytes)) in files.iter().enumerate() {
        new_file(path, bytes.as_ref()).inspect_err(|_| {
            files.iter().take(at).for_each(|(path, _)| drop(fs::remove_file(path)));
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use base::Lang;

    use super::*;

    fn said(done: db::Result<()>) -> String {
        match done {
            Err(db::Error::Refused(say)) => say.to(Lang::En).to_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_file_that_is_there_stays_as_it_is() {
        let folder = std::env::temp_dir().join(format!("xianneng-new-file-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("a.csv");
        new_file(&path, b"first").unwrap();
        let why = said(new_file(&path, b"second"));
        assert!(why.ends_with("is there already and was not overwritten. Give another name."), "{why}");
        assert_eq!(fs::read(&path).unwrap(), b"first");
        let why = said(new_file(folder.join("none/a.csv"), b""));
        assert!(why.contains("there is no such folder"), "{why}");
        new_files(&[(folder.join("b.csv"), "b"), (path, "third")]).unwrap_err();
        assert!(!folder.join("b.csv").exists(), "of two files one was left");
        fs::remove_dir_all(&folder).unwrap();
    }
}
