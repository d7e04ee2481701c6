//! Pictures: their structure, what they say of resources of all sorts, and how a browser shows
//! them.

mod asked;
mod bounded;
mod browser;
mod drawn;
mod evidence;
mod fates;
mod hostile;
mod lists;
mod many;
mod reported;
mod scene;
