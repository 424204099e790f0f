<?php
/** The thread in a page: the element, what is in it without scripts, and who reads. */

defined( 'ABSPATH' ) || exit;

// In seconds: longer nobody waits for a page; a site whose server is far away may say so in its wp-config.php.
defined( 'REJOINDER_COMMENTS_PATIENCE' ) || define( 'REJOINDER_COMMENTS_PATIENCE', 1 );
// So long one that did not answer is not asked again.
const REJOINDER_COMMENTS_REST = 30;
// In seconds, how long a token counts.
const REJOINDER_COMMENTS_TOKEN = 300;

/** A post is known by its number, which stays when its address changes. */
function rejoinder_comments_thread( WP_Post $post ): string {
	rejoinder_comments_shown( $post->ID );
	$server  = rejoinder_comments_server();
	$element = rejoinder_comments_include( $server, $post );
	if ( '' === $element ) {
		$element = sprintf(
			'<rejoinder-thread article-id="%1$s" url="%2$s">' . "\n" . '  <a href="%3$s">%4$s</a>' . "\n" . '</rejoinder-thread>',
			esc_attr( (string) $post->ID ),
			esc_url( (string) get_permalink( $post ) ),
			esc_url( $server . '/' ),
			esc_html__( 'Comments', 'rejoinder-comments' )
		);
	}
	$token = rejoinder_comments_token( wp_get_current_user() );
	if ( null !== $token ) {
		$begins  = '<rejoinder-thread';
		$element = $begins . ' token="' . esc_attr( $token ) . '"' . substr( $element, strlen( $begins ) );
	}
	return '<script type="module" src="' . esc_url( $server . '/embed.js' ) . '"></script>' . "\n" . $element;
}

/**
 * The element with the first comments in it, for readers without scripts and for search engines; empty
 * where Rejoinder does not answer. It is asked each time whether the thread changed, so that whoever
 * posted without scripts finds their comment. `add_filter( 'rejoinder_comments_include',
 * '__return_false' )` leaves it out.
 */
function rejoinder_comments_include( string $server, WP_Post $post ): string {
	$rests = 'rejoinder_comments_rests';
	if ( ! apply_filters( 'rejoinder_comments_include', true, $post ) || get_transient( $rests ) ) {
		return '';
	}
	$names = array( 'article-id' => (string) $post->ID, 'url' => (string) get_permalink( $post ) );
	$kept  = 'rejoinder_comments_' . md5( $server . wp_json_encode( $names ) );
	$known = get_transient( $kept );
	$known = is_array( $known ) ? $known : array( 'etag' => '', 'html' => '' );
	$asked = wp_remote_get(
		$server . '/embed/thread?' . http_build_query( $names ),
		array(
			'timeout'     => (float) REJOINDER_COMMENTS_PATIENCE,
			'redirection' => 0,
			'headers'     => '' === $known['etag'] ? array() : array( 'If-None-Match' => $known['etag'] ),
		)
	);
	$code = is_wp_error( $asked ) ? 0 : wp_remote_retrieve_response_code( $asked );
	if ( 304 === $code ) {
		return $known['html'];
	}
	$html = ltrim( 200 === $code ? wp_remote_retrieve_body( $asked ) : '' );
	if ( 0 !== strncmp( $html, '<rejoinder-thread', 17 ) ) {
		if ( 0 === $code || $code >= 500 ) {
			set_transient( $rests, 1, REJOINDER_COMMENTS_REST );
		}
		return '';
	}
	$etag = wp_remote_retrieve_header( $asked, 'etag' );
	if ( is_string( $etag ) && '' !== $etag ) {
		set_transient( $kept, array( 'etag' => $etag, 'html' => $html ), HOUR_IN_SECONDS );
	}
	return $html;
}

/** Who reads, said by this site (HS256); empty where nobody is signed in, null where it does not say. */
function rejoinder_comments_token( WP_User $reader ): ?string {
	if ( ! defined( 'WP_REJOINDER_SECRET' ) || '' === WP_REJOINDER_SECRET ) {
		return null;
	}
	if ( ! $reader->exists() ) {
		return '';
	}
	$part   = static fn( string $raw ): string => rtrim( strtr( base64_encode( $raw ), '+/', '-_' ), '=' );
	$claims = array(
		'user' => array( 'id' => (string) $reader->ID, 'username' => $reader->display_name, 'email' => $reader->user_email ),
		'iat'  => time(),
		'exp'  => time() + REJOINDER_COMMENTS_TOKEN,
		'jti'  => bin2hex( random_bytes( 16 ) ),
	);
	$signed = $part( (string) wp_json_encode( array( 'alg' => 'HS256' ) ) ) . '.' . $part( (string) wp_json_encode( $claims ) );
	return $signed . '.' . $part( hash_hmac( 'sha256', $signed, WP_REJOINDER_SECRET, true ) );
}
