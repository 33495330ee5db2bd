use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::time::sleep;

use crate::{
    Fault,
    body::{Manner, badly, huge},
    fault_switch::FaultSwitch,
    rest::{FHIR_JSON, Refused},
};

const PORTAL: &str = "<!DOCTYPE html><html><head><title>Wi-Fi</title></head>\
    <body><h1>ネットワークへのログインが必要です</h1><form><input name=\"user\"></form></body></html>";

/// Plays the faults that happen inside HTTP: around every answer of the service.
pub(crate) async fn play(
    State(faults): State<Arc<FaultSwitch>>,
    request: Request,
    next: Next,
) -> Response {
    let faults = faults.now();
    for fault in faults.list() {
        if let Fault::Late(milliseconds) = fault {
            sleep(Duration::from_millis(*milliseconds)).await;
        }
    }
    let mut response = match faults.list().iter().find_map(|fault| instead(*fault)) {
        Some(other) => other,
        None => next.run(request).await,
    };
    for fault in faults.list() {
        response = match fault {
            Fault::Drip => spoil(response, Manner::Drip).await,
            Fault::Cut(bytes) => spoil(response, Manner::Cut(*bytes)).await,
            _ => response,
        };
    }
    response
}

/// An answer in the place of the true one.
fn instead(fault: Fault) -> Option<Response> {
    Some(match fault {
        Fault::Status(code) => {
            let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            Refused::new(status, "exception", "status").into_response()
        }
        Fault::RetryAfter(seconds) => {
            let refused = Refused::new(StatusCode::SERVICE_UNAVAILABLE, "transient", "busy");
            let mut response = refused.into_response();
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            response
        }
        Fault::Captive => {
            ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], PORTAL).into_response()
        }
        Fault::Huge(megabytes) => {
            ([(header::CONTENT_TYPE, FHIR_JSON)], huge(megabytes)).into_response()
        }
        Fault::Garbage => {
            let bytes: Vec<u8> = (0..4096_u32)
                .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
                .collect();
            ([(header::CONTENT_TYPE, FHIR_JSON)], bytes).into_response()
        }
        _ => return None,
    })
}

/// The same answer, sent badly; the announced length stays true.
async fn spoil(response: Response, manner: Manner) -> Response {
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    match to_bytes(body, usize::MAX).await {
        Ok(bytes) => Response::from_parts(parts, badly(bytes, manner)),
        Err(_) => Response::from_parts(parts, Body::empty()),
    }
}
